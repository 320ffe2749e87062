//! Where a role counts for the records of a body that is kept here: a role opens a tree, so that a joint body is written
//! down, served in and ended by whoever has a say in every body that it belongs to, and else by an administrator.

use std::collections::HashMap;

use uuid::Uuid;

use crate::domain::reference::BodyFacts;

/// Bodies with everything above them, and what each belongs to.
#[derive(Clone, Debug, Default)]
pub struct Above {
    pub bodies: HashMap<Uuid, BodyFacts>,
    pub parents: HashMap<Uuid, Vec<Uuid>>,
}

type Known = HashMap<Uuid, Vec<Uuid>>;

impl Above {
    /// For a body that is there; nowhere for one that is not kept here.
    pub fn of_body(&self, body: Uuid) -> Vec<Uuid> {
        self.of(body, &mut Known::new())
    }

    /// For one that is about to be born under these.
    pub fn of_birth(&self, parents: &[Uuid]) -> Vec<Uuid> {
        self.shared(parents, &mut Known::new()).unwrap_or_default()
    }

    fn of(&self, id: Uuid, known: &mut Known) -> Vec<Uuid> {
        if let Some(there) = known.get(&id) {
            return there.clone();
        }
        let Some(body) = self.bodies.get(&id).filter(|body| body.kept_here) else { return Vec::new() };
        let all = match self.shared(self.parents.get(&id).map_or(&[], Vec::as_slice), known) {
            _ if body.kind.is_root() => vec![id],
            Some(shared) => std::iter::once(id).chain(shared).collect(),
            None => body.authority(),
        };
        known.insert(id, all.clone());
        all
    }

    /// What all of these have in common. A parent that is not kept here, with a level that decides above it, shares
    /// nothing; a plain organisation, above which nobody decides, asks for nothing, and none is said where all are such.
    fn shared(&self, parents: &[Uuid], known: &mut Known) -> Option<Vec<Uuid>> {
        let mut shared: Option<Vec<Uuid>> = None;
        for parent in parents {
            let here = match self.bodies.get(parent) {
                Some(body) if body.kept_here => self.of(*parent, known),
                Some(body) if !body.chain.iter().any(|link| link.is_root) => continue,
                Some(_) | None => Vec::new(),
            };
            shared = Some(match shared {
                Some(so_far) => so_far.into_iter().filter(|id| here.contains(id)).collect(),
                None => here,
            });
        }
        shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reference::{BodyKind, Link, Side};

    const NONE: [Uuid; 0] = [];
    const ISO: u128 = 1;
    const SG17: u128 = 2;
    const TC307: u128 = 3;
    const WP1: u128 = 4;
    const WP2: u128 = 5;
    const SC27: u128 = 6;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    /// A body under these, in the order in which they are written down.
    fn add(all: &mut Above, n: u128, kind: BodyKind, kept_here: bool, parents: &[u128]) {
        let own = Link { id: id(n), short_name: n.to_string(), kind, depth: 0, is_root: kind.is_root() };
        let mut chain = vec![own];
        for link in parents.iter().flat_map(|parent| all.bodies[&id(*parent)].chain.clone()) {
            chain.push(Link { depth: link.depth + 1, ..link });
        }
        chain.sort_by_key(|link| link.depth);
        let (handle, short_name, zone) = (String::new(), n.to_string(), "Europe/Zurich".to_owned());
        let body =
            BodyFacts { id: id(n), handle, short_name, kind, side: Side::Itu, kept_here, zone, go_live: None, chain };
        all.bodies.insert(id(n), body);
        all.parents.insert(id(n), parents.iter().map(|parent| id(*parent)).collect());
    }

    fn world() -> Above {
        let mut all = Above::default();
        add(&mut all, ISO, BodyKind::Organisation, false, &[]);
        add(&mut all, SG17, BodyKind::StudyGroup, true, &[]);
        add(&mut all, TC307, BodyKind::Tc, true, &[ISO]);
        add(&mut all, WP1, BodyKind::WorkingParty, true, &[SG17]);
        add(&mut all, WP2, BodyKind::WorkingParty, true, &[SG17]);
        add(&mut all, SC27, BodyKind::Sc, false, &[ISO]);
        all
    }

    #[test]
    fn a_joint_body_is_nobodys_alone() {
        let mut all = world();
        assert_eq!(all.of_birth(&[id(SG17), id(TC307)]), NONE);
        assert_eq!(all.of_birth(&[id(WP1), id(TC307)]), NONE);
        add(&mut all, 10, BodyKind::Jwg, true, &[SG17, TC307]);
        assert_eq!(all.of_body(id(10)), [id(10)], "who was made its secretary by an administrator, and nobody else");
        add(&mut all, 11, BodyKind::Wg, true, &[10]);
        assert_eq!(all.of_body(id(11)), [id(11), id(10)], "nor by way of a body under it");
        assert_eq!(all.of_birth(&[id(SG17), id(SC27)]), NONE, "a partner's tree is not ours to open");
        assert_eq!(all.of_birth(&[id(SC27)]), NONE);
    }

    #[test]
    fn what_two_parents_share_counts_and_an_organisation_asks_for_nothing() {
        let mut all = world();
        assert_eq!(all.of_birth(&[id(WP1), id(WP2)]), [id(SG17)]);
        assert_eq!(all.of_birth(&[id(SG17), id(ISO)]), [id(SG17)]);
        assert_eq!(all.of_birth(&[id(ISO)]), NONE);
        assert_eq!(all.of_body(id(TC307)), [id(TC307)]);
        assert_eq!(all.of_body(id(WP1)), [id(WP1), id(SG17)]);
        add(&mut all, 12, BodyKind::CommonTeam, true, &[ISO]);
        assert_eq!(all.of_body(id(12)), [id(12), id(ISO)]);
        assert_eq!(all.of_body(id(SC27)), NONE);
    }
}
