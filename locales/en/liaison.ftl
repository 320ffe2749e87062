# The register
register-caption = Liaison statements
register-filters = Filters
register-filter = Show
register-reset = Clear filters
register-total = { $count ->
    [one] One statement
   *[other] { $count } statements
  }
register-total-more = { $count } statements
register-sorted = Sorted by
register-sort-date = date
register-sort-deadline = deadline
register-sort-waiting = waiting since
register-statement = Statement
register-from = From
register-to = To
register-state = State
register-date = Date
register-deadline = Deadline
register-exports = This list as
register-direction = Direction
register-direction-any = Both
register-body = Body
register-body-any = Any body
register-state-any = Any state
register-text = Text
register-waiting = Waiting for
register-waiting-any = Anybody
register-waiting-me = Me

# A statement
statement-facts = Facts
statement-forwarded = to { $body } by { $by } on { $on }
statement-forwarded-with = { $body }, { $on }
statement-recorded-by-other-side = by the other side, { $body }, on { $on }
statement-here = You are here
statement-as-document = As a document
statement-procedure = The whole procedure
statement-destinations = Destinations
statement-reminded-on = Reminded on
statement-retracted = { $who } retracted this statement: it was sent in error, and is to be disregarded.
extent-full-short = in full
extent-part-short = in part
extent-interim-short = interim
extent-related-short = related only
statement-reply-promised = more by
statement-reply-from = from { $who }
statement-reply = Reply
statement-registered-at = In the register of
statement-allocations = Allocations
statement-allocated-to = Allocated to
statement-leads = leads
statement-assignee = Assignee
statement-due = Due
statement-disposition = Disposition
statement-no-title = (no title)
statement-text = Text
statement-text-none = No text yet.
statement-text-hash = Hash of the text
statement-files = Files
statement-files-none = No files.
statement-thread = Thread
statement-letters = Who was told
statement-letters-none = Nobody has been told yet.
statement-history = History

# Letters of a statement
letters-again = Try again what was not delivered
letter-to = To
letter-what = Letter
letter-why = Why
letter-state = State
letter-stop = Stop
letter-held = held
letter-delivered = delivered
letter-merged = merged
letter-stopped = stopped
letter-together = in one letter with others

# An act
act-does = What this does
act-text = The text as it stands
act-told = Who gets a letter
act-told-none = Nobody gets a letter.
act-told-daily = Whoever else works with it reads of it in the daily digest.
act-no-address = no address: say how it was sent
act-how-sent-for = For { $who }: no address is known there.
act-reminder-proposed = On { $on } we sent you our liaison statement { $number }, “{ $title }”, { $purpose }. We asked for your reply by { $due }, and have not received it so far. We would be grateful for your reply, or for a word on when we may expect it.
act-reminder-proposed-ahead = On { $on } we sent you our liaison statement { $number }, “{ $title }”, { $purpose }. Your reply is asked for by { $due }. We would be grateful to have it by then, or for a word on when we may expect it.
act-reminder-proposed-open = On { $on } we sent you our liaison statement { $number }, “{ $title }”, { $purpose }. We have not received your reply so far. We would be grateful for it, or for a word on when we may expect it.
act-forward-proposed = Thank you for your liaison statement { $number }, “{ $title }”. It concerns work of another group more than ours, so we have forwarded it there. Please expect any reply from that group.
act-forward-proposed-plain = Thank you for your liaison statement “{ $title }”. It concerns work of another group more than ours, so we have forwarded it there. Please expect any reply from that group.
act-retraction-proposed = This statement was sent in error. Please disregard it.
act-told-chosen = Everybody to whom it is given gets a letter, unless that is you.
act-told-forwarded = The sender and the body that you choose get a letter each, at every address that is known of them.
act-told-moves = Those whose due date moves with the meeting read that in the same letter.
act-told-due = Whoever has a due date that moves with the deadline gets a letter, unless that is you.
act-told-show = Show who will be told
act-becomes = becomes
act-cautions = This passes with a reason, which stays in the history:
act-due-proposed = Proposed: { $on }, { $rule }. Another day may be typed.
act-nothing-asked = Nothing more is needed.

# Logging a statement
intake-lead = Drop the mail, the Word form or the PDF. What it says is filled in beside the original; you confirm it.
intake-read = Read it
intake-by-hand = Without a document
intake-own = Our own, from before
past-destinations-hint = Each body once, with what it was asked to do and by when.
past-number-hint = As it was printed; empty if it had none.
past-how-sent-hint = What shows it: a mail, a document of a meeting, a report.
intake-original = The document
intake-form = The statement
intake-nothing-read = Nothing could be read in this file. It will be kept with the statement; please fill in the form.
intake-known = Already known?
intake-line = line { $count }
intake-unsure = please check

# Writing a statement
draft-title-new = Write a statement
draft-save = Save
draft-preview = Save and preview
draft-attach = Attach
draft-missing = Still missing
draft-help = How to write it
draft-help-markdown = An empty line starts a paragraph, a line that begins with 1. or with - is a list, **two stars** make bold.
draft-meanwhile-taken = You had not changed it: the form has theirs now. What they changed is marked.
draft-meanwhile-joined = You both changed it, in different places: the form has both. What they changed is marked.
draft-meanwhile-differs = You both changed the same. What you typed stands in the form, and replaces theirs unless you put theirs in.
draft-help-number = The number is given when the statement is sent.
preview-lead = This is the document as it will leave. The number is given at sending.
preview-problems = Before it can be sent
preview-letters = Who will receive it
preview-download-docx = Word document

## One step for several statements

several-title = Several at once
several-about = Statements of your bodies for which one step can be taken. Tick them, say once what holds for all, and look at what would happen.
several-step = Step
several-choose = Choose
several-shared = What you say here is recorded with each statement that is ticked.
several-tick-all = Tick all
several-take = Take
several-empty = No statement waits for this step.
several-rehearse = Show what would happen
several-more = Next page
several-letters = Letters:
several-letters-to = { $name }: { $count ->
    [one] one letter
   *[other] { $count } letters
}
several-letters-about = { $name }: { $count ->
    [one] one letter
   *[other] { $count } letters
} about { $statements } statements
several-would = { $count ->
    [0] Nothing would be done.
    [one] One statement would be done.
   *[other] { $count } statements would be done.
} { $refused ->
    [0] Nothing is in the way.
    [one] One must wait, for the reason at its row.
   *[other] { $refused } must wait, for the reasons at their rows.
}
several-did = { $count ->
    [0] Nothing was done.
    [one] One statement was done.
   *[other] { $count } statements were done.
} { $refused ->
    [0] Nothing was refused.
    [one] One waits, for the reason at its row.
   *[other] { $refused } wait, for the reasons at their rows.
}
several-broken = Nothing was done: the database did not take it. What you typed stands below; try again, or a few rows at a time.
several-stale = Somebody changed it after you opened this page. Open it, and look again.
several-gone = It could not be done. Open it, and look again.

## The allocation table

allocating-title = Allocation table
allocating-about = What came in and was given to nobody yet. Type the Questions; everything left empty follows the rules.
allocating-empty = Everything that came in has been given to somebody, or noted.
allocating-questions = Questions
allocating-information = For information
allocating-note = Note only
allocating-forward = Forward to another body
allocating-next = next
allocating-numbered = given
allocating-leader = Who leads it
allocating-agreed-hint = Statements of an ITU-T group are made available with the chair’s agreement. It is recorded with each of them.
allocating-hint = Several Questions with commas: the first leads, and has the person and the day of the row. A bare number is enough: 14 for Q14/17. A row without Questions and without a tick is left as it is.
allocating-do = Allocate
allocating-unknown = “{ $name }” is no part of { $body }. Type the name of a Question or a group, or its number.
form-allocated-twice = { $body } stands in this row twice. Take one of the two out.
allocating-note-or-questions = It is to be noted only, and to be allocated. Take out the tick or the Questions.
allocating-given = → { $body }, { $purpose }: { $name }, due { $due }
allocating-taken = { $handle } “{ $title }” waits no more: it is { $state } already. What you typed there was not done.
allocating-nobody-leads = Nobody leads { $body } today. Choose a person in the row, or appoint somebody.
