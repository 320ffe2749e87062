//! Closed sets of words (states, acts, roles …) that are stored, sent and printed under one stable name each.

/// A closed set whose every member has a stable name in the database, the API, the message keys and the command line.
pub trait Named: Copy + Eq + std::fmt::Debug + 'static {
    /// All members, in the order of the table that declares them.
    const ALL: &'static [Self];

    /// The stable name, in lower case with underscores.
    fn name(self) -> &'static str;

    /// The member with this name.
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|member| member.name() == name)
    }

    /// The names of the members of which this holds, for a query.
    fn names_where(holds: fn(Self) -> bool) -> Vec<&'static str> {
        Self::ALL.iter().filter(|member| holds(**member)).map(|member| member.name()).collect()
    }

    /// The name as message keys and addresses spell it, with hyphens.
    fn slug(self) -> String {
        self.name().replace('_', "-")
    }
}

/// `named! { pub enum State { Draft = "draft", … } }`: the enum and its names from one list.
#[macro_export]
macro_rules! named {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$doc:meta])* $member:ident = $text:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name { $($(#[$doc])* $member),* }

        impl $crate::domain::named::Named for $name {
            const ALL: &'static [Self] = &[$($name::$member),*];

            fn name(self) -> &'static str {
                match self { $($name::$member => $text),* }
            }
        }
    };
}
