//! Bodies as the rules see them: kinds, sides, and the chain from a body up to the level that decides.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::named;

named! {
    /// The kinds of the handbook's table 2.1.
    pub enum BodyKind {
        Organisation = "organisation",
        AdvisoryGroup = "advisory_group",
        StudyGroup = "study_group",
        WorkingParty = "working_party",
        Question = "question",
        RapporteurGroup = "rapporteur_group",
        Jca = "jca",
        CorrespondenceGroup = "correspondence_group",
        FocusGroup = "focus_group",
        JointTc = "joint_tc",
        Tc = "tc",
        Sc = "sc",
        Wg = "wg",
        Jwg = "jwg",
        CommonTeam = "common_team",
        /// A sender that nobody has described yet (PR-16).
        Provisional = "provisional",
    }
}

impl BodyKind {
    /// The level that decides and whose tree sees unsent work: study group, advisory group, TC, joint TC, SC.
    pub fn is_root(self) -> bool {
        match self {
            BodyKind::StudyGroup | BodyKind::AdvisoryGroup | BodyKind::JointTc | BodyKind::Tc | BodyKind::Sc => true,
            BodyKind::Organisation
            | BodyKind::WorkingParty
            | BodyKind::Question
            | BodyKind::RapporteurGroup
            | BodyKind::Jca
            | BodyKind::CorrespondenceGroup
            | BodyKind::FocusGroup
            | BodyKind::Wg
            | BodyKind::Jwg
            | BodyKind::CommonTeam
            | BodyKind::Provisional => false,
        }
    }

    /// To how many bodies it belongs at least: what is joint, to two (handbook 2.3).
    pub fn least_parents(self) -> usize {
        if matches!(self, BodyKind::Jwg | BodyKind::CommonTeam) { 2 } else { 0 }
    }

    /// Kinds of body that a statement is allocated to.
    pub fn takes_allocations(self) -> bool {
        matches!(
            self,
            BodyKind::Question | BodyKind::WorkingParty | BodyKind::Wg | BodyKind::Jwg | BodyKind::RapporteurGroup
        )
    }
}

named! {
    /// What an address of a body is for (PR-16).
    pub enum AddressKind {
        /// Where statements go.
        Mailbox = "mailbox",
        Secretariat = "secretariat",
        LiaisonOfficer = "liaison_officer",
        /// Where answers to our letters come in; no statement goes there.
        Intake = "intake",
    }
}

named! {
    /// What meets (handbook 4.1). A session of a Question inside a meeting of its study group is part of that meeting, and a
    /// workshop decides nothing.
    pub enum MeetingKind {
        /// Of a study group, a committee or a subcommittee.
        Plenary = "plenary",
        WorkingParty = "working_party",
        RapporteurGroup = "rapporteur_group",
        /// Of a working group or a joint working group.
        WorkingGroup = "working_group",
        CommonTeam = "common_team",
        BallotResolution = "ballot_resolution",
        Jca = "jca",
        Workshop = "workshop",
    }
}

named! {
    /// The two colours of every page.
    pub enum Side {
        Itu = "itu",
        Partner = "partner",
    }
}

impl Side {
    /// The scheme of the numbers of what its bodies receive: a TD, or on the other side an N-document (PR-1).
    pub fn receives_as(self) -> &'static str {
        match self {
            Side::Itu => "td",
            Side::Partner => "n",
        }
    }
}

named! {
    /// What a destination is asked to do (Rec. ITU-T A.1, 1.5.1).
    pub enum Purpose {
        Action = "action",
        Comment = "comment",
        Information = "information",
    }
}

named! {
    /// Which rulebook governs relations with a body (handbook 0.3); derived from the chain of the contracting body.
    pub enum Rulebook {
        Internal = "internal",
        Sup5Exempt = "sup5_exempt",
        A23 = "a23",
        ASup3 = "asup3",
        Sup5Qualified = "sup5_qualified",
    }
}

named! {
    /// Whose procedure for statements a body follows (PR-1).
    pub enum Ladder {
        /// Rapporteur group, working party, study group, chair by correspondence (Rec. ITU-T A.1, 1.5.1).
        Itu = "itu",
        /// Resolution, committee internal ballot, working group recommendation, chair and manager between meetings.
        IsoIec = "iso_iec",
        /// Whatever the body says of itself.
        Own = "own",
    }
}

impl Ladder {
    /// Whether a row that this guard limits to bodies of one kind is a row of theirs; any other guard limits no row.
    pub fn has(self, scope: &str) -> bool {
        match scope {
            "of_itu_ladder" => self == Ladder::Itu,
            "of_committee_ladder" => self == Ladder::IsoIec,
            "of_own_ladder" => self == Ladder::Own,
            "of_other_ladder" => self != Ladder::Itu,
            _ => true,
        }
    }
}

/// A body with its chain: itself first, then its ancestors up to the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyFacts {
    pub id: Uuid,
    pub handle: String,
    pub short_name: String,
    pub kind: BodyKind,
    pub side: Side,
    pub kept_here: bool,
    /// IANA name of the zone in which the body's deadlines run, e.g. `Europe/Zurich`.
    pub zone: String,
    pub go_live: Option<NaiveDate>,
    pub chain: Vec<Link>,
}

/// One body of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub id: Uuid,
    pub short_name: String,
    pub kind: BodyKind,
    pub depth: i16,
    pub is_root: bool,
}

/// A body's name as other organisations read it: `ITU-T SG17`, `ISO/TC 307`. A form of the field, the same in every
/// language.
pub fn outside_name(side: Side, short_name: &str) -> String {
    match side {
        Side::Itu if !short_name.starts_with("ITU") => format!("ITU-T {short_name}"),
        Side::Itu | Side::Partner => short_name.to_owned(),
    }
}

impl BodyFacts {
    /// The name under which it writes to others.
    pub fn outside_name(&self) -> String {
        outside_name(self.side, &self.short_name)
    }

    /// The deciding level's name as other organisations read it.
    pub fn outside_root_name(&self) -> String {
        outside_name(self.side, self.root_name())
    }

    /// The number of the study group that decides, `17`; none where no study group does.
    pub fn study_group(&self) -> Option<&str> {
        let group = self.roots().into_iter().find(|link| link.kind == BodyKind::StudyGroup)?;
        group.short_name.strip_prefix("SG").filter(|number| !number.is_empty())
    }

    /// The working party that it is or belongs to, `WP4/17`.
    pub fn working_party(&self) -> Option<&str> {
        let party = self.chain.iter().find(|link| link.kind == BodyKind::WorkingParty)?;
        Some(&party.short_name)
    }

    /// The bodies in which a role counts for work of this body: itself and its ancestors up to the SG or TC.
    pub fn authority(&self) -> Vec<Uuid> {
        let top = self.roots().iter().map(|link| link.depth).max();
        self.chain.iter().filter(|link| top.is_none_or(|top| link.depth <= top)).map(|link| link.id).collect()
    }

    /// Whose procedure it follows: that of the level that decides for it.
    pub fn ladder(&self) -> Ladder {
        let root = self.root();
        let decides = self.chain.iter().find(|link| link.id == root).map_or(self.kind, |link| link.kind);
        match decides {
            BodyKind::StudyGroup | BodyKind::AdvisoryGroup => Ladder::Itu,
            BodyKind::JointTc | BodyKind::Tc | BodyKind::Sc => Ladder::IsoIec,
            BodyKind::WorkingParty
            | BodyKind::Question
            | BodyKind::RapporteurGroup
            | BodyKind::Jca
            | BodyKind::CorrespondenceGroup
            | BodyKind::FocusGroup => Ladder::Itu,
            BodyKind::Wg | BodyKind::Jwg => Ladder::IsoIec,
            BodyKind::Organisation | BodyKind::CommonTeam | BodyKind::Provisional => Ladder::Own,
        }
    }

    /// The deciding levels of this body: one for most, several for a joint body.
    pub fn roots(&self) -> Vec<&Link> {
        let roots: Vec<&Link> = self.chain.iter().filter(|link| link.is_root).collect();
        // A subcommittee's own root is itself; its TC further up is not its tree.
        let nearest = roots.iter().map(|link| link.depth).min();
        roots.into_iter().filter(|link| Some(link.depth) == nearest).collect()
    }

    /// The first deciding level, or the body itself where there is none.
    pub fn root(&self) -> Uuid {
        self.roots().first().map_or(self.id, |link| link.id)
    }

    /// The deciding level's name, e.g. `SG17`.
    pub fn root_name(&self) -> &str {
        self.roots().first().map_or(&self.short_name, |link| &link.short_name)
    }

    /// The rulebook between an ITU-T group and this body: the first that fits of JTC 1, ISO or IEC, IETF, anything else.
    /// A body of ITU-T's own is internal.
    pub fn rulebook(&self) -> Rulebook {
        let named = |name: &str| self.chain.iter().any(|link| link.short_name.eq_ignore_ascii_case(name));
        if self.side == Side::Itu {
            Rulebook::Internal
        } else if self.chain.iter().any(|link| link.kind == BodyKind::JointTc) {
            Rulebook::A23
        } else if named("ISO") || named("IEC") {
            Rulebook::Sup5Exempt
        } else if named("IETF") {
            Rulebook::ASup3
        } else {
            Rulebook::Sup5Qualified
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(chain: &[(&str, BodyKind)], side: Side) -> BodyFacts {
        let links: Vec<Link> = chain
            .iter()
            .enumerate()
            .map(|(depth, (name, kind))| Link {
                id: Uuid::from_u128(depth as u128 + 1),
                short_name: (*name).to_owned(),
                kind: *kind,
                depth: depth as i16,
                is_root: kind.is_root(),
            })
            .collect();
        let (id, short_name, kind) = (links[0].id, links[0].short_name.clone(), links[0].kind);
        let (zone, go_live) = ("Europe/Zurich".to_owned(), None);
        let handle = String::new();
        BodyFacts { id, handle, short_name, kind, side, kept_here: true, zone, go_live, chain: links }
    }

    #[test]
    fn a_role_counts_in_the_body_and_above_it_up_to_the_study_group() {
        let question = body(
            &[
                ("Q14/17", BodyKind::Question),
                ("WP4/17", BodyKind::WorkingParty),
                ("SG17", BodyKind::StudyGroup),
                ("ITU-T", BodyKind::Organisation),
            ],
            Side::Itu,
        );
        assert_eq!(question.authority(), vec![Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3)]);
        assert_eq!(question.root_name(), "SG17");
        assert_eq!(question.rulebook(), Rulebook::Internal);
    }

    #[test]
    fn the_rulebook_follows_the_contracting_body() {
        let tc = body(&[("ISO/TC 307", BodyKind::Tc), ("ISO", BodyKind::Organisation)], Side::Partner);
        assert_eq!(tc.rulebook(), Rulebook::Sup5Exempt);
        let sc = body(
            &[
                ("ISO/IEC JTC 1/SC 27", BodyKind::Sc),
                ("ISO/IEC JTC 1", BodyKind::JointTc),
                ("ISO", BodyKind::Organisation),
            ],
            Side::Partner,
        );
        assert_eq!(sc.rulebook(), Rulebook::A23);
        assert_eq!(sc.root_name(), "ISO/IEC JTC 1/SC 27");
        let ietf = body(&[("IETF", BodyKind::Organisation)], Side::Partner);
        assert_eq!(ietf.rulebook(), Rulebook::ASup3);
        let other = body(&[("3GPP", BodyKind::Organisation)], Side::Partner);
        assert_eq!(other.rulebook(), Rulebook::Sup5Qualified);
        assert_eq!(other.root(), other.id);
    }
}
