//! The engine: a table of transitions, and the one judgement over it that pages, API, command line and jobs share. A
//! refusal is an answer, with its clause and with who can help.

use chrono::NaiveDate;

use crate::domain::clause::Clause;
use crate::domain::named::Named;
use crate::domain::people::Role;
use crate::domain::said::Said;
use crate::named;
use crate::said;

named! {
    /// How strong a guard is (handbook 0.2).
    pub enum Severity {
        /// Refuses.
        Hard = "hard",
        /// Passes with a recorded reason.
        Soft = "soft",
        /// A hint.
        Info = "info",
    }
}

named! {
    /// Logic always holds; a rule of procedure only marks "unusual" before the body's go-live date (PR-6).
    pub enum Nature {
        Logic = "logic",
        Procedure = "procedure",
        /// Says whether the row belongs to this body's procedure at all (PR-1); where it does not, nobody is offered it.
        Scope = "scope",
    }
}

named! {
    /// What a guard rests on: the facts alone (so that a button can say it beforehand) or what the act brings along.
    pub enum Rests {
        OnFacts = "facts",
        OnInput = "input",
    }
}

/// One guard in one row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Check<G: 'static> {
    pub guard: G,
    pub severity: Severity,
    pub nature: Nature,
    pub clause: Option<Clause>,
}

/// A guard of logic: always refuses.
pub const fn logic<G>(guard: G) -> Check<G> {
    Check { guard, severity: Severity::Hard, nature: Nature::Logic, clause: None }
}

/// A guard of procedure that refuses, from go-live on.
pub const fn hard<G>(guard: G, clause: Clause) -> Check<G> {
    Check { guard, severity: Severity::Hard, nature: Nature::Procedure, clause: Some(clause) }
}

/// A guard of procedure that passes with a recorded reason.
pub const fn soft<G>(guard: G, clause: Clause) -> Check<G> {
    Check { guard, severity: Severity::Soft, nature: Nature::Procedure, clause: Some(clause) }
}

/// A row that only bodies of this kind have (PR-1).
pub const fn scope<G>(guard: G) -> Check<G> {
    Check { guard, severity: Severity::Hard, nature: Nature::Scope, clause: None }
}

/// A hint.
pub const fn info<G>(guard: G, clause: Clause) -> Check<G> {
    Check { guard, severity: Severity::Info, nature: Nature::Procedure, clause: Some(clause) }
}

/// Who may act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Holds the role on the day of the act, in the owning body or an ancestor up to the SG or TC.
    Role(Role),
    /// Wrote it.
    Author,
    /// Did the newest act, which is to be taken back (PR-7).
    Doer,
    /// It was given to them.
    Assignee,
    /// Serves in the body whose it is, or under it, in whatever role.
    Serving,
    /// Runs the deployment; only for bodies, people and appointments.
    Administrator,
    /// Follows from another change, in the same transaction.
    System,
    /// Takes in a register or the demo.
    Importer,
}

impl Who {
    /// The message key of this actor.
    pub fn key(self) -> String {
        match self {
            Who::Role(role) => format!("role-{}", role.slug()),
            Who::Author => "who-author".to_owned(),
            Who::Doer => "who-doer".to_owned(),
            Who::Assignee => "who-assignee".to_owned(),
            Who::Serving => "who-serving".to_owned(),
            Who::Administrator => "who-administrator".to_owned(),
            Who::System => "who-system".to_owned(),
            Who::Importer => "who-importer".to_owned(),
        }
    }
}

named! {
    /// Whose turn it is in a state: shown as "waiting for …".
    pub enum WaitingFor {
        Author = "author",
        Approver = "approver",
        Secretariat = "secretariat",
        Chair = "chair",
        Assignee = "assignee",
        Partner = "partner",
        Nobody = "nobody",
    }
}

impl WaitingFor {
    /// The roles whose turn it is; an author or assignee is found by name, not by role.
    pub fn roles(self) -> &'static [Role] {
        match self {
            WaitingFor::Approver | WaitingFor::Chair => &[Role::SgChair, Role::CommitteeChair],
            WaitingFor::Secretariat => &[Role::Counsellor, Role::CommitteeManager],
            WaitingFor::Author | WaitingFor::Assignee | WaitingFor::Partner | WaitingFor::Nobody => &[],
        }
    }
}

named! {
    /// Who is told of an act. Each is a pure function of the facts in the subject's file.
    pub enum Audience {
        Author = "author",
        Approvers = "approvers",
        Secretariat = "secretariat",
        Chair = "chair",
        Assignee = "assignee",
        Destinations = "destinations",
        /// Those destinations whose reply is awaited.
        Awaited = "awaited",
        /// The body that a statement is passed on to.
        Forwarded = "forwarded",
        /// Whoever sent what came in.
        Sender = "sender",
        /// Everybody who serves in the bodies that meet.
        Serving = "serving",
        /// Those who wrote notes on it before.
        Noted = "noted",
        Nobody = "nobody",
    }
}

/// One state of a procedure.
#[derive(Clone, Copy, Debug)]
pub struct StateRow<S: 'static> {
    pub state: S,
    pub waiting_for: WaitingFor,
    /// Column and row of the box in the diagram.
    pub at: (u8, u8),
}

/// Where an act leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To<S: 'static> {
    State(S),
    /// The state that the subject has now.
    Same,
    /// One of these, as the parts sum up.
    OneOf(&'static [S]),
}

/// One line of a table: one transition.
#[derive(Clone, Copy, Debug)]
pub struct Transition<S: 'static, A: 'static, G: 'static> {
    /// The handbook's or our number of the row, e.g. `O2`.
    pub id: &'static str,
    /// Empty: the subject does not exist yet.
    pub from: &'static [S],
    pub act: A,
    pub to: To<S>,
    pub who: &'static [Who],
    pub only_if: &'static [Check<G>],
    pub tell: &'static [Audience],
    pub clause: Clause,
}

/// One row, its columns in the order in which every table prints them.
#[expect(clippy::too_many_arguments, reason = "a row of the table has these eight columns")]
pub const fn transition<S: Copy, A: Copy, G: Copy>(
    id: &'static str,
    from: &'static [S],
    act: A,
    to: To<S>,
    who: &'static [Who],
    only_if: &'static [Check<G>],
    tell: &'static [Audience],
    clause: Clause,
) -> Transition<S, A, G> {
    Transition { id, from, act, to, who, only_if, tell, clause }
}

/// One state: whose turn it is in it, and the place of its box.
pub const fn state<S: Copy>(state: S, waiting_for: WaitingFor, at: (u8, u8)) -> StateRow<S> {
    StateRow { state, waiting_for, at }
}

/// One procedure: a name, its states and its table.
#[derive(Clone, Copy, Debug)]
pub struct Procedure<S: 'static, A: 'static, G: 'static> {
    pub name: &'static str,
    pub states: &'static [StateRow<S>],
    pub table: &'static [Transition<S, A, G>],
}

/// Why an act may not be done now.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// `G-LS-02`, or one of `not-from-here`, `not-yours`, `stale`, `key-reused`, `field-…`.
    pub code: String,
    pub severity: Severity,
    pub said: Said,
    pub clause: Option<Clause>,
    /// Who can help, as message keys.
    pub who: Vec<String>,
    /// The field of the form that the sentence belongs to.
    pub field: Option<String>,
}

/// What the engine needs to know of a subject and its actor for one act.
pub trait Case<S, G> {
    /// The state now; none before it exists.
    fn state(&self) -> Option<S>;
    /// Whether the actor is this.
    fn is(&self, who: Who) -> bool;
    /// Whether the guard's statement holds; otherwise the sentence that says what is missing.
    fn holds(&self, guard: G) -> Result<(), Said>;
    /// What the guard rests on.
    fn rests(guard: G) -> Rests;
    /// The guard's number, e.g. `G-LS-02`.
    fn code(guard: G) -> &'static str;
    /// The field that the guard's sentence belongs to, where there is one.
    fn field(guard: G) -> Option<&'static str>;
    /// The day on which it happened or is to happen.
    fn occurred_on(&self) -> NaiveDate;
    /// From when the body's procedures are governed here.
    fn go_live(&self) -> Option<NaiveDate>;
}

/// What was judged: the row, whether it was unusual, and the soft guards that passed with a reason.
#[derive(Clone, Copy, Debug)]
pub struct Passed<S: 'static, A: 'static, G: 'static> {
    pub row: &'static Transition<S, A, G>,
    pub unusual: bool,
    pub with_reason: bool,
}

impl<S: Named, A: Named, G: Copy + 'static> Procedure<S, A, G> {
    /// The row for `act` from the state now.
    pub fn row(&self, state: Option<S>, act: A) -> Option<&'static Transition<S, A, G>> {
        self.table.iter().find(|row| row.act == act && reaches(row.from, state))
    }

    /// Whose turn it is in a state.
    pub fn waiting_for(&self, state: S) -> WaitingFor {
        self.states.iter().find(|row| row.state == state).map_or(WaitingFor::Nobody, |row| row.waiting_for)
    }

    /// Judges one act: the first of state, role and guards that refuses gives the answer; guards are all heard.
    ///
    /// `reason` lets soft guards pass. `heard` says which guards count: all, or those on facts alone (for a button).
    pub fn judge<C: Case<S, G>>(
        &self,
        case: &C,
        act: A,
        reason: Option<&str>,
        heard: Heard,
    ) -> Result<Passed<S, A, G>, Vec<Refusal>> {
        // A step of the system's own is none that people could ask for.
        let automatic = case.is(Who::System) || case.is(Who::Importer);
        let row = self.row(case.state(), act).filter(|row| automatic || row.is_for_people());
        let Some(row) = row else { return Err(vec![self.not_from_here(case.state(), act)]) };
        let in_scope = in_scope(row, case);
        if in_scope && !row.who.iter().any(|who| case.is(*who)) {
            return Err(vec![not_yours(row)]);
        }
        let governed = case.go_live().is_none_or(|day| case.occurred_on() >= day);
        let (mut refusals, mut unusual, mut with_reason) = (Vec::new(), false, false);
        // What is no row of this body's says only that.
        let heard_here = |check: &&Check<G>| match in_scope {
            true => heard == Heard::All || C::rests(check.guard) == Rests::OnFacts,
            false => check.nature == Nature::Scope,
        };
        for check in row.only_if.iter().filter(heard_here) {
            let Err(said) = case.holds(check.guard) else { continue };
            match (check.severity, check.nature) {
                (Severity::Info, _) => {}
                (Severity::Hard, Nature::Procedure) | (Severity::Soft, _) if !governed => unusual = true,
                (Severity::Soft, _) if reason.is_some_and(crate::domain::text::given) => with_reason = true,
                (Severity::Soft, _) if heard == Heard::Facts => {}
                (Severity::Hard | Severity::Soft, _) => refusals.push(Refusal {
                    code: C::code(check.guard).to_owned(),
                    severity: check.severity,
                    said,
                    clause: Some(check.clause.unwrap_or(row.clause)),
                    who: row.who.iter().filter(|_| in_scope).map(|who| who.key()).collect(),
                    field: C::field(check.guard).map(str::to_owned),
                }),
            }
        }
        if refusals.is_empty() { Ok(Passed { row, unusual, with_reason }) } else { Err(refusals) }
    }

    /// Every act that the table has from the state now, with the answer the actor would get for it. What belongs to the
    /// system alone is not offered to anybody.
    pub fn offers<C: Case<S, G>>(&self, case: &C) -> Vec<Offer<S, A, G>> {
        self.table
            .iter()
            .filter(|row| reaches(row.from, case.state()))
            .filter(|row| row.is_for_people())
            .filter(|row| in_scope(row, case))
            .map(|row| Offer { row, refusals: self.judge(case, row.act, None, Heard::Facts).err().unwrap_or_default() })
            .collect()
    }

    fn not_from_here(&self, state: Option<S>, act: A) -> Refusal {
        let froms: Vec<&str> =
            self.table.iter().filter(|r| r.act == act).flat_map(|r| r.from).map(|s| s.name()).collect();
        let now =
            state.map_or_else(|| "state-none".to_owned(), |state| format!("state-{}-{}", self.name, state.slug()));
        let first = froms.first().and_then(|name| S::from_name(name));
        let said = match first {
            Some(from) => said!("refused-not-from-here")
                .term("act", format!("act-{}-{}", self.name, act.slug()))
                .term("now", now)
                .term("from", format!("state-{}-{}", self.name, from.slug())),
            None => said!("refused-exists-already").term("act", format!("act-{}-{}", self.name, act.slug())),
        };
        let (code, severity) = ("not-from-here".to_owned(), Severity::Hard);
        Refusal { code, severity, said, clause: None, who: Vec::new(), field: None }
    }
}

impl<S, A, G> Transition<S, A, G> {
    /// Somebody may do it who is not the system.
    fn is_for_people(&self) -> bool {
        self.who.iter().any(|who| !matches!(who, Who::System | Who::Importer))
    }
}

/// Which guards a judgement hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    All,
    /// Those that rest on facts: what a button can say before anything is typed.
    Facts,
}

/// An act and the answer that this actor would get for it now.
#[derive(Clone, Debug)]
pub struct Offer<S: 'static, A: 'static, G: 'static> {
    pub row: &'static Transition<S, A, G>,
    /// Empty: it may be done.
    pub refusals: Vec<Refusal>,
}

fn reaches<S: Named>(from: &[S], state: Option<S>) -> bool {
    match state {
        Some(state) => from.contains(&state),
        None => from.is_empty(),
    }
}

/// The row belongs to the procedure of this body.
fn in_scope<S, A, G: Copy, C: Case<S, G>>(row: &Transition<S, A, G>, case: &C) -> bool {
    row.only_if.iter().filter(|check| check.nature == Nature::Scope).all(|check| case.holds(check.guard).is_ok())
}

fn not_yours<S, A, G>(row: &Transition<S, A, G>) -> Refusal {
    Refusal {
        code: "not-yours".to_owned(),
        severity: Severity::Hard,
        said: said!("refused-not-yours"),
        clause: Some(row.clause),
        who: row.who.iter().filter(|who| !matches!(who, Who::System | Who::Importer)).map(|who| who.key()).collect(),
        field: None,
    }
}
