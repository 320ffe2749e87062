### The words of the rules: what the tables, guards, forms and letters of src/domain say. Every key is checked against
### the code by tests/it/rules_words.rs.

## Procedures

procedure-statement = Liaison statement
procedure-statement-about = The sender’s side: from the first draft, through agreement or approval, to the last reply.
procedure-destination = Addressee of a statement
procedure-destination-about = One addressee: whether a reply is awaited from it, and whether it came. Everything here follows from the statement.
procedure-registration = Statement received
procedure-registration-about = The receiver’s side: from receipt, through numbering and allocation, to what came of it.
procedure-allocation = Allocation to a Question or working group
procedure-allocation-about = One Question’s or working group’s part of a received statement, from assignment to its outcome.
procedure-record = Bodies, people, appointments, meetings and work items
procedure-record-about = Plain records: written down, given an address where they are bodies, and ended.

## States

state-none = not there yet
state-statement-draft = Draft
state-statement-in-review = In review
state-statement-agreed = Agreed at rapporteur meeting
state-statement-approved-at-wp = Approved by working party
state-statement-recommended = Recommended by the working group
state-statement-approved = Approved
state-statement-postponed = Postponed
state-statement-sent = Sent
state-statement-awaiting-reply = Awaiting reply
state-statement-replied = Replied
state-statement-closed = Closed
state-statement-withdrawn = Withdrawn
state-statement-issued = Issued by its sender
state-statement-void = Void

state-destination-planned = Planned
state-destination-dropped = Taken off
state-destination-no-reply-needed = No reply needed
state-destination-awaited = Reply awaited
state-destination-answered = Answered
state-destination-not-answered = Closed without a reply
state-destination-not-tracked = Followed by the sender

state-registration-received = Received
state-registration-registered = Registered
state-registration-available = Available
state-registration-allocated = Allocated
state-registration-under-consideration = Under consideration
state-registration-reply-in-preparation = Reply in preparation
state-registration-deferred = Deferred
state-registration-noted = Noted
state-registration-replied = Replied
state-registration-action-taken = Action taken
state-registration-closed = Closed
state-registration-rejected = Rejected
state-registration-void = Void

state-allocation-assigned = Assigned
state-allocation-under-consideration = Under consideration
state-allocation-reply-in-preparation = Reply in preparation
state-allocation-deferred = Deferred
state-allocation-noted = Noted
state-allocation-replied = Replied
state-allocation-action-taken = Action taken
state-allocation-redirected = Redirected
state-allocation-void = Void

state-record-recorded = Recorded
state-record-ended = Ended

## What can be done to a statement: the button, the history, and what follows

act-statement-draft = Write a statement
act-statement-draft-does = Starts a draft, and marks the statements that it answers as having a reply in preparation. Only your own study group or committee sees it; nobody is told.
done-statement-draft = started the draft
act-statement-record = Record a statement
act-statement-record-does = Writes down a statement as another body issued it, with its numbers as printed. If a receiving body is named, it is received there in the same step; no letter goes outside.
done-statement-record = recorded it as it was issued
act-statement-edit = Edit
act-statement-edit-does = Changes the draft. The history keeps what it said before.
done-statement-edit = edited the draft
act-statement-submit = Submit for approval
act-statement-submit-does = Checks that the statement is complete and asks the approvers to decide. The text cannot be edited until it is returned or taken back.
done-statement-submit = submitted it for approval
act-statement-return = Return to the author
act-statement-return-does = Gives the statement back to its author as a draft, with your reason. Any agreement or approval so far ends.
done-statement-return = returned it to the author
act-statement-agree-at-rapporteur-meeting = Agree at rapporteur meeting
act-statement-agree-at-rapporteur-meeting-does = Records that the rapporteur meeting agreed this text. The secretariat is told; a statement to another organisation still needs the study group.
done-statement-agree-at-rapporteur-meeting = recorded the agreement of the rapporteur meeting
act-statement-approve-at-wp = Approve at working party
act-statement-approve-at-wp-does = Records that the working party approved this text. The secretariat is told; a statement to another organisation still needs the study group.
done-statement-approve-at-wp = recorded the approval of the working party
act-statement-approve-at-sg = Approve at study group
act-statement-approve-at-sg-does = Records that the study group’s plenary approved this text. The author and the secretariat are told; the secretariat sends it.
done-statement-approve-at-sg = recorded the approval of the study group
act-statement-approve-by-correspondence = Approve by correspondence
act-statement-approve-by-correspondence-does = Records that the chair approved this text between meetings, after consulting the management team. The author and the secretariat are told; the secretariat sends it.
done-statement-approve-by-correspondence = recorded the chair’s approval by correspondence
act-statement-recommend-in-wg = Recommend in working group
act-statement-recommend-in-wg-does = Records that the working group recommends this text to its committee. The secretariat is told; the committee still has to confirm it.
done-statement-recommend-in-wg = recorded the recommendation of the working group
act-statement-approve-by-resolution = Approve by resolution
act-statement-approve-by-resolution-does = Records the committee’s resolution to send this text, or to confirm the working group’s recommendation. The author and the secretariat are told; the secretariat sends it.
done-statement-approve-by-resolution = recorded the committee’s resolution
act-statement-approve-by-ballot = Approve by ballot
act-statement-approve-by-ballot-does = Records the outcome of the committee internal ballot that approved this text. The author and the secretariat are told; the secretariat sends it.
done-statement-approve-by-ballot = recorded the outcome of the ballot
act-statement-approve-between-meetings = Approve between meetings
act-statement-approve-between-meetings-does = Records that the chair and the committee manager agreed to send this text between meetings. The author and the secretariat are told; the secretariat sends it.
done-statement-approve-between-meetings = recorded the agreement of chair and committee manager
act-statement-approve-at-own-level = Approve
act-statement-approve-at-own-level-does = Records who decided for your organisation, in its own words. The author and the secretariat are told; the secretariat sends it.
done-statement-approve-at-own-level = recorded the approval
act-statement-approve-as-amended = Approve as amended
act-statement-approve-as-amended-does = Changes the text and records its approval in one step: what was decided is the new text. The chair and the author are shown the difference.
done-statement-approve-as-amended = approved it as amended
act-statement-correct-editorially = Correct editorially
act-statement-correct-editorially-does = Changes words of an approved text before it is sent, with your reason. Use it for slips only: the approval then stands for the corrected text, and the chair and the author are shown the difference.
done-statement-correct-editorially = corrected it editorially
act-statement-postpone = Postpone
act-statement-postpone-does = Puts the statement aside, with your reason, until somebody resumes it. Its author is told.
done-statement-postpone = postponed it
act-statement-resume = Resume
act-statement-resume-does = Takes the statement up again as a draft. Any approval so far has ended.
done-statement-resume = resumed it
act-statement-send = Send
act-statement-send-does = Gives the statement its number and sends it to every address of every destination. The text cannot be changed afterwards; what it answers is marked as replied.
done-statement-send = sent it
act-statement-record-sent = Already sent
act-statement-record-sent-does = Records that the statement was sent outside this program: when, to whom and what shows it. No letter leaves; what it answers is marked as replied.
done-statement-record-sent = recorded that it was sent already
act-statement-settle = Bring up to date with the replies
act-statement-settle-does = Sets the state that the destinations add up to: a reply is still awaited, all have replied, or none is needed.
done-statement-settle = brought its state up to date with the replies
act-statement-close = Close
act-statement-close-does = Records what follows from the replies, or that nothing does, and closes the statement. A reply that comes later can still be linked.
done-statement-close = closed it
act-statement-close-without-reply = Close without a reply
act-statement-close-without-reply-does = Stops waiting for the replies that have not come, with your reason, and closes the statement. The author is told; a late reply can still be linked.
done-statement-close-without-reply = closed it without a reply
act-statement-withdraw = Withdraw
act-statement-withdraw-does = Ends the statement before it is sent, with your reason. The record stays; what it was to answer goes back under consideration, and the author is told.
done-statement-withdraw = withdrew it
act-statement-take-back = Take back
act-statement-take-back-does = Undoes the last step as long as nothing rests on it and no letter has left. The history keeps both.
done-statement-take-back = took back the last step

## What follows for an addressee

act-destination-plan = Address
act-destination-plan-does = Puts the addressee on the draft.
done-destination-plan = put an addressee on the draft
act-destination-change = Change
act-destination-change-does = Changes what the addressee is asked to do, or by when.
done-destination-change = changed what is asked
act-destination-drop = Take off
act-destination-drop-does = Takes the addressee off the draft.
done-destination-drop = took an addressee off
act-destination-deliver = Deliver
act-destination-deliver-does = Follows from sending: a reply is awaited where action is asked, or comment by a deadline.
done-destination-deliver = sent it to an addressee
act-destination-answer = Link a reply
act-destination-answer-does = Follows from a reply: this addressee has answered, and the statement adds up its replies again.
done-destination-answer = linked the reply
act-destination-give-up = Stop waiting
act-destination-give-up-does = Follows from closing without a reply: none is awaited any longer.
done-destination-give-up = stopped waiting for a reply
act-destination-record = Record
act-destination-record-does = Writes down the addressee as another body’s statement names it.
done-destination-record = recorded an addressee
act-destination-take-back = Take back
act-destination-take-back-does = Follows from taking back the sending: the addressee is planned again.
done-destination-take-back = took back the sending

## What can be done to a statement received

act-registration-receive = Receive
act-registration-receive-does = Records that your body received the statement, when and how. The secretariat is told.
done-registration-receive = received it
act-registration-register = Register
act-registration-register-does = Gives the statement its number in your body: a TD of an ITU-T group, an N-document of a committee.
done-registration-register = registered it
act-registration-reject = Reject
act-registration-reject-does = Refuses the statement, with your reason. It can be reopened when the reason falls away.
done-registration-reject = rejected it
act-registration-reopen = Reopen
act-registration-reopen-does = Takes a rejected statement in again, for instance because it was released or replaced. It is received once more.
done-registration-reopen = reopened it
act-registration-make-available = Make available
act-registration-make-available-does = Makes the statement available to the members before the meeting, with the chair’s agreement, so that it can be considered in advance.
done-registration-make-available = made it available to the members
act-registration-allocate = Allocate
act-registration-allocate-does = Gives the statement to Questions or working groups, one of them leading, each with an assignee and a due date. Every assignee gets a letter.
done-registration-allocate = allocated it
act-registration-note-without-discussion = Note without discussion
act-registration-note-without-discussion-does = Records that the statement was taken note of and that nothing more is to be done with it.
done-registration-note-without-discussion = noted it without discussion
act-registration-settle = Bring up to date with the allocations
act-registration-settle-does = Sets the state that the allocations add up to: open work first, then what came of it.
done-registration-settle = brought its state up to date with the allocations
act-registration-close = Close
act-registration-close-does = Puts the statement away from the current ones. It stays in the register and can be found by its number.
done-registration-close = closed it
act-registration-void = Mark as void
act-registration-void-does = Ends a receipt or a registration that was a mistake, with your reason. Its number stays used.
done-registration-void = marked it as void
act-registration-take-back = Take back
act-registration-take-back-does = Undoes the last step as long as nothing rests on it and no letter has left. The history keeps both.
done-registration-take-back = took back the last step

## What can be done to an allocation

act-allocation-assign = Assign
act-allocation-assign-does = Follows from allocating: the assignee is told, with the due date and the rule that gave it.
done-allocation-assign = assigned it
act-allocation-reassign = Reassign
act-allocation-reassign-does = Gives the statement to another person of the tree, with a new due date. The new assignee is told.
done-allocation-reassign = reassigned it
act-allocation-redirect = Redirect
act-allocation-redirect-does = Gives the statement to another Question or working group because it is not yours, with your reason. This allocation stays as the record of where it went, and the secretariat is told.
done-allocation-redirect = redirected it
act-allocation-consider = Take up
act-allocation-consider-does = Records at which meeting, or by which correspondence, the statement is considered.
done-allocation-consider = took it up
act-allocation-note = Note
act-allocation-note-does = Records that it was considered and noted, and that no reply is needed.
done-allocation-note = noted it
act-allocation-prepare-reply = Prepare a reply
act-allocation-prepare-reply-does = Follows from a draft that answers this statement: the reply is in preparation.
done-allocation-prepare-reply = started a reply
act-allocation-abandon-reply = Abandon the reply
act-allocation-abandon-reply-does = Gives up the reply in preparation, with your reason. The statement is under consideration again.
done-allocation-abandon-reply = abandoned the reply
act-allocation-reply = Reply
act-allocation-reply-does = Follows from sending the reply: this part is answered, and the assignee is told.
done-allocation-reply = replied
act-allocation-take-action = Record action taken
act-allocation-take-action-does = Records what was done about the statement instead of a reply.
done-allocation-take-action = recorded the action taken
act-allocation-defer = Defer
act-allocation-defer-does = Puts the statement off, with your reason. It can be taken up again at a later meeting.
done-allocation-defer = deferred it
act-allocation-take-back = Take back
act-allocation-take-back-does = Follows from taking back the allocation, or the sending of the reply.
done-allocation-take-back = took it back

## Records

act-record-record = Record
act-record-record-does = Writes down a body, a person, an appointment, a meeting or a work item.
done-record-record = recorded it
act-record-end = End
act-record-end-does = Ends the record on a day. It stays in the history.
done-record-end = ended it
act-record-add-address = Add the address
act-record-add-address-does = Writes an address of a body into the address book, from a day on. Letters sent from that day go there.
done-record-add-address = added an address

## Guards: the statement that is true when the step may be taken

guard-statement-has-destinations = the statement has at least one destination
guard-statement-action-has-deadline = every destination for action has a deadline
guard-statement-comment-has-deadline = every destination for comment has a deadline
guard-statement-deadline-ahead = every deadline is still ahead
guard-statement-content-complete = topic, meeting, contact, abstract and text are filled in
guard-statement-abstract-short = the abstract has at most 200 words
guard-statement-reply-is-named = a reply names the number, or the source and date, of what it answers
guard-statement-source-given = the source is given
guard-statement-text-or-file = a text or a file is there
guard-statement-issued-before-receipt = the statement was issued before it was received, and not in the future
guard-statement-not-known-already = no statement of the same number and sender, or the same document, is here already
guard-statement-not-to-itself = nobody is addressed by themselves
guard-statement-reason-given = a reason is given
guard-statement-meeting-named = the meeting that decided is named
guard-statement-no-meeting-in-session = no meeting of the study group is in session
guard-statement-consultation-recorded = it is recorded who of the management team was consulted
guard-statement-not-the-author = the chair who approves is not the author
guard-statement-not-decided-around-meeting = it was not decided between meetings while one was in session
guard-statement-of-itu-ladder = the body is a group of ITU-T
guard-statement-of-committee-ladder = the body is a committee of ISO, IEC or JTC 1
guard-statement-of-own-ladder = the body has a procedure of its own
guard-statement-level-fits = the level is one of the body’s own, and decides finally
guard-statement-decision-numbered = the resolution or ballot has its number
guard-statement-result-given = totals and outcome of the ballot are given
guard-statement-level-named = the level is named in the body’s own words
guard-statement-text-differs = the text differs from the one that stands
guard-statement-evidence-given = it is said to whom it was sent, and what shows it
guard-statement-approval-recorded = an agreement or approval is recorded
guard-statement-text-is-the-approved-one = the text is the one that was agreed or approved
guard-statement-study-group-decided-under-sup5 = the study group decided, where a destination is of ISO or IEC
guard-statement-study-group-decided = the study group decided, where a destination is another organisation
guard-statement-everybody-reachable = every destination has an address, is kept here, or it is said how it was sent
guard-statement-number-free = the number is not used already
guard-statement-follow-up-recorded = the follow-up is recorded, or that there is none
guard-statement-nothing-rests-on-it = nothing later rests on the step
guard-statement-no-letter-left = no letter about it has left
guard-registration-received-in-the-past = the day of receipt is not in the future
guard-registration-not-received-yet = the statement is not in that register yet
guard-registration-not-confidential = the statement is not confidential
guard-registration-numbered-as-document = it is numbered as a document, never as a contribution
guard-registration-number-free = the number is not used already
guard-registration-of-itu-ladder = the body is a group of ITU-T
guard-registration-of-other-ladder = the body is none of ITU-T: what it registers is available at once
guard-registration-chair-agreed = the chair agreed to early availability
guard-registration-one-lead = exactly one Question or working group leads
guard-registration-assignee-serves-there = every body and assignee belongs to the receiving body’s tree
guard-registration-due-ahead = no due date is in the past
guard-registration-reason-given = a reason is given
guard-registration-nothing-rests-on-it = nothing later rests on the step
guard-registration-no-letter-left = no letter about it has left
guard-allocation-assignee-serves-there = the body and the assignee belong to the receiving body’s tree
guard-allocation-due-ahead = the due date is not in the past
guard-allocation-reason-given = a reason is given
guard-allocation-meeting-named = the meeting, or the correspondence, is named
guard-allocation-no-reply-needed = it is for information, or it is recorded that no reply is needed
guard-allocation-action-written = the action taken is written down

## Guards: what is missing, and what to do

guard-has-destinations-no = The statement is addressed to nobody. Add at least one destination.
guard-action-has-deadline-no = { $who } is asked for action without a deadline. Give the day by which the reply is needed.
guard-comment-has-deadline-no = { $who } is asked for comment without a deadline. Give a day, or a reason why none is needed.
guard-deadline-ahead-no = The deadline { $deadline } is not ahead any more. Choose a later day.
guard-content-complete-no = “{ $field }” is still empty. Fill it in before going on.
guard-abstract-short-no = The abstract has { $count } words, and at most { $most } are asked for. Shorten it, or give a reason.
guard-reply-is-named-no = { $handle }, which this replies to, has neither a number nor a source and date. Complete it first, so that the title can name it.
guard-text-or-file-no = There is neither a text nor a file. Attach the document as it came, or copy in its text.
guard-issued-before-receipt-no = { $on } is after { $last }, by which it was here. Give the day on which its sender issued it.
guard-not-known-already-no = This looks like { $handle }, which is here already. Open that one, or say why this is another statement.
guard-not-to-itself-no = { $who } would write to itself. Choose another destination.
guard-reason-given-no = A reason is needed. Say why in a sentence or two.
guard-meeting-named-no = The meeting that decided is not named. Give its name, place and dates.
guard-meeting-or-correspondence-no = Neither a meeting nor a correspondence is named. Say where the statement is considered.
guard-no-meeting-in-session-no = “{ $meeting }” is in session until { $end }. Bring the statement to the meeting, or wait until it has ended.
guard-consultation-recorded-no = It is not recorded who of the management team was consulted. Name them.
guard-not-the-author-no = You wrote this statement, so you cannot approve it as chair. Ask a plenary of the study group to approve it.
guard-of-other-register-no = { $body } has no such step between registering a statement and allocating it. Allocate it, or note it without discussion.
guard-of-ladder-no = { $body } decides by another procedure than this. Record the decision at one of its own levels.
guard-level-fits-no = { $body } does not decide finally at this level. Choose one of its own.
guard-decision-numbered-no = The number of the resolution or ballot is missing. Give it as printed.
guard-result-given-no = The outcome of the ballot is missing. Give its totals and what was decided.
guard-level-named-no = It is not said who decided. Name the level in the organisation’s own words.
guard-text-differs-no = The text is the same as before. Change it, or approve it as it stands.
guard-evidence-given-no = It is not said how it was sent. Name the recipients and the mail or document that shows it.
guard-approval-recorded-no = Nobody has agreed or approved the statement yet. Record the decision first.
guard-text-is-the-approved-one-no = The text has changed since it was agreed or approved. Return it to the author, and have the new text approved.
guard-study-group-decided-no = A statement to { $who } is decided by the study group, or by its chair between meetings. Have it approved there first.
guard-everybody-reachable-no = No address is known for { $who }. Add one to the page of the body, or say how the statement was sent to them.
guard-taken-back-already-no = The last step was taken back already. Do it again, rather than take that back too.
guard-number-free-no = This number is already used by { $by }. Choose another, or look at that one first.
guard-follow-up-recorded-no = What follows from the replies is not recorded. Write it down, or write “none”.
guard-nothing-rests-on-it-no = { $handle } rests on this step already. Take that back first.
guard-no-letter-left-no = { $count ->
    [one] One letter about this has left already, so it cannot be taken back. Correct it with a new step and tell the recipient.
   *[other] { $count } letters about this have left already, so it cannot be taken back. Correct it with a new step and tell the recipients.
}
guard-received-in-the-past-no = { $on } is in the future. Give the day on which the statement was received.
guard-not-received-yet-no = { $handle } is this statement in that register already. Go on with that one.
guard-not-confidential-no = The statement is confidential, and confidential documents are not issued to members. Ask the sender to release it, or reject it.
guard-numbered-as-document-no = A statement received is never a contribution. Number it as a TD or an N-document.
guard-chair-agreed-no = The chair’s agreement to early availability is not recorded. Say who agreed, or name the standing agreement.
guard-one-lead-no = { $count ->
    [0] No Question or working group leads. Choose one.
    [one] One Question or working group leads.
   *[other] { $count } Questions or working groups would lead. Choose one.
}
guard-body-in-tree-no = The statement can only be given to a body that belongs to { $body }. Choose another.
guard-assignee-serves-there-no = The assignee holds no role in { $body } on that day. Choose somebody who does.
guard-due-ahead-no = The due date { $due } has passed already. Choose a later day.
guard-no-reply-needed-no = The statement asks for more than information. Confirm that no reply is needed, or prepare one.
guard-action-written-no = The action taken is not written down. Describe it in a sentence or two.

## Refusals of the engine

refused-not-from-here = “{ $act }” is not possible now: the state is “{ $now }”. It is possible from “{ $from }”.
refused-exists-already = “{ $act }” is not possible now: it is there already. Open it instead.
refused-not-yours = This is not yours to do. Ask one of those named here.
refused-in-the-future = { $on } is in the future. Give the day on which it happened, or leave the day empty.
refused-runs-backwards = “{ $act }” happened on { $last }, so this cannot have happened on { $on }. Give a day that is not earlier, or take that step back first.
refused-key-reused = This was sent once already with other contents. Open the page again and repeat the step.
refused-no-series = No series of numbers is known for this body. Type the number, or add a series to the body first.
refused-stale = Somebody changed this after you opened the page. Look at what changed, and decide again.

## Forms

form-act-unknown = There is no such step here. Go back to the page and choose one of its buttons.
form-unknown-field = “{ $name }” is not asked for here. Leave it out.
form-required = This is needed. Fill it in.
form-not-text = Text is expected here.
form-one-line = This takes a single line. Remove the line breaks.
form-too-long = This has { $count } characters, and at most { $most } fit. Shorten it.
form-control-character = The character { $code } cannot be kept; it is invisible and comes from copying. Remove it and type the place again.
form-day = Write the day as year, month and day, like 2023-08-22.
form-id = This is not known here. Choose from the list.
form-choice = Choose one of: { $choices }.
form-tick = This is either ticked or not.
form-purpose = Choose what is asked: action, comment or information.
form-not-a-list = A list is expected here.
form-not-a-row = A row with named cells is expected here.
form-too-many = At most { $most } rows fit here. Split the list.
form-email = This is not an e-mail address. Write one address, like sg17@example.org.
form-hash = This file is not known here. Attach it again.
form-destination-twice = This body is addressed already. Each destination stands once, with one purpose.
form-receiving-body-needed = Say which body received the statement.

## Roles, and who else may do something

role-expert = Expert
role-editor = Editor
role-liaison-officer = Liaison officer
role-associate-rapporteur = Associate rapporteur
role-liaison-rapporteur = Liaison rapporteur
role-rapporteur = Rapporteur
role-wp-chair = Working party chair
role-sg-vice-chair = Study group vice-chair
role-sg-chair = Study group chair
role-counsellor = Counsellor
role-director = Director
role-convenor = Convenor
role-project-leader = Project leader
role-committee-manager = Committee manager
role-committee-chair = Committee chair
role-liaison-representative = Liaison representative
who-doer = Whoever did it
who-author = Author
who-assignee = Assignee
who-administrator = Administrator
who-system = System
who-importer = Importer

## Whose turn it is

waiting-author = the author
waiting-approver = the approver
waiting-secretariat = the secretariat
waiting-chair = the chair
waiting-assignee = the assignee
waiting-partner = the partner
waiting-nobody = nobody

## Who is told, of what, and why

audience-author = the author
audience-approvers = the approvers
audience-secretariat = the secretariat
audience-chair = the chair
audience-assignee = the assignee
audience-destinations = every address of every destination
audience-nobody = nobody
notice-assigned = Allocated to you
notice-review-asked = Approval asked
notice-returned = Returned
notice-approved = Agreed or approved
notice-statement-sent = Liaison statement
notice-sent-copy = Copy of what was sent
notice-received = Statement received
notice-answered = Answered
notice-changed = Changed
reason-author = because you wrote it
reason-chair = because you chair the body
reason-role = because you are { $role } of { $body }
reason-assignee = because the statement was allocated to you in { $body }
reason-destination = because the statement is addressed to { $body } { $purpose }

## Words of the field

purpose-action = for action
purpose-comment = for comment
purpose-information = for information
severity-hard = required
severity-soft = expected, or a reason
severity-info = hint
nature-logic = always
nature-procedure = from the day on which the body works here
nature-scope = says which bodies have this line
kind-statement = Liaison statement
kind-destination = Addressee
kind-registration = Statement received
kind-allocation = Allocation
kind-body = Body
kind-person = Person
kind-appointment = Appointment
kind-meeting = Meeting
kind-work-item = Work item
level-rapporteur-group = Agreed at rapporteur group meeting
level-working-party = Approved by the working party
level-study-group = Approved by the study group
level-chair-by-correspondence = Approved by the chair, by correspondence
approval-by-correspondence = Agreed by the chair of { $body } by correspondence, { $on }
approval-at-meeting = Agreed by { $body } at its meeting ({ $meeting })
approval-at-meeting-on = Agreed by { $body } at its meeting, { $on }
approval-at-rapporteur-group = Agreed at the rapporteur group meeting of { $body } ({ $meeting })
level-working-group = Recommended by the working group
level-resolution = Approved by resolution of the committee
level-ballot = Approved by committee internal ballot
level-between-meetings = Approved by chair and committee manager between meetings
level-own = Approved at the organisation’s own level
approval-recommended = Recommended by { $body } ({ $meeting }), not yet approved
approval-by-resolution = Agreed by { $body } at its meeting ({ $meeting }), { $decision }
approval-by-resolution-on = Agreed by { $body }, { $decision }, { $on }
approval-by-ballot = Agreed by { $body } by committee internal ballot ({ $decision }), { $on }
approval-between-meetings = Agreed by the chair and the committee manager of { $body }, { $on }
approval-at-own-level = Agreed by { $own } ({ $body }), { $on }
extent-full = Answers it in full
extent-part = Answers part of it
extent-interim = Interim reply; the full one follows
extent-related = Related only; answers nothing
as-td = Document (TD or N-document)
as-contribution = Contribution
language-en = English
language-ar = Arabic
language-zh = Chinese
language-es = Spanish
language-fr = French
language-ru = Russian
due-rule-deadline = { $days } days before the sender’s deadline, { $deadline }
due-rule-meeting = { $days } days before “{ $meeting }” begins on { $start }
due-rule-weeks = { $days } days from today, because neither a deadline nor a meeting is known
due-rule-now = today, because the rule’s own date, { $would }, has passed
due-rule-typed = chosen by whoever allocated it

## Fields

field-topic = Topic
field-topic-hint = What it is on, without “LS on”; the title is made from it.
field-language = Language
field-prepared-at = Prepared at
field-prepared-at-hint = The meeting with its place and dates, or “by correspondence”.
field-abstract = Abstract
field-body = Text
field-body-hint = Paragraphs, lists, links and tables may be written in Markdown.
field-contacts = Contacts
field-contacts-hint = At least one name with an e-mail address.
field-destinations = Destinations
field-destinations-hint = Each body once, with what it is asked to do. Who is asked for action needs a deadline.
field-files = Files
field-questions = Questions
field-questions-hint = The Questions that it comes from, such as 14/17.
field-owner = From
field-owner-hint = The body whose statement it is.
field-answers = In reply to
field-extent = How much it answers
field-source = Source
field-source-hint = The body that issued it.
field-title = Title
field-title-hint = As printed.
field-numbers = Numbers as printed
field-numbers-hint = One a line.
field-keywords = Keywords
field-approval = Approval as printed
field-approval-hint = Such as “Agreed at the SG plenary”.
field-issued-on = Issued on
field-receiving-body = Received by
field-received-on = Received on
field-channel = How it came
field-channel-hint = Such as mail, document system, by hand at a meeting.
field-register = Register it now
field-td-number = Number here
field-td-number-hint = Leave empty to take the next of the series.
field-answers-statement = Answers our statement
field-statement = Statement
field-meeting = Meeting
field-meeting-hint = Its name, place and dates, or “by correspondence”.
field-document = Document
field-document-hint = The report, resolution or mail that says so.
field-consulted = Consulted
field-consulted-hint = Who of the management team was asked, and when.
field-agreed-with = Agreed with
field-agreed-with-hint = The other of chair and committee manager, and when they agreed.
field-decision = Number of the decision
field-decision-hint = Of the resolution or ballot, as printed.
field-result = Outcome of the ballot
field-result-hint = Totals and what was decided; the votes of single members are not needed.
field-own-level = Decided by
field-own-level-hint = In the organisation’s own words.
field-number = Number
field-number-hint = Leave empty to take the next of the series.
field-how-sent = How it was sent
field-how-sent-hint = For destinations without an address.
field-follow-up = Follow-up
field-follow-up-hint = What is to be done now, or “none”.
field-agreed-by = Agreed by
field-agreed-by-hint = Who agreed to early availability, or the standing agreement.
field-as = Numbered as
field-allocations = Allocations
field-allocations-hint = One of them leads; the due date is filled in by rule when left empty.
field-assignee = Assignee
field-due = Due
field-due-hint = Leave empty to take the date of the rule.
field-body-id = Body
field-no-reply-needed = No reply is needed
field-action = Action taken
field-action-hint = What was done, by whom, and where it is recorded.
field-lead = Leads
field-note = Note
field-printed = As printed
field-name = Name
field-organisation = Organisation
field-country = Country
field-tel = Telephone
field-original = The document itself
field-occurred-on = Happened on
field-occurred-on-hint = Leave empty for today. Never a day in the future.
field-reason = Reason

## Printed procedures

doc-generated = Printed from the tables of src/domain/procedure by `make procedures`. Do not edit.
doc-states = States
doc-state = State
doc-waiting-for = Waiting for
doc-ends-here = nobody; it ends here
doc-diagram = Diagram
doc-steps = Steps
doc-number = No.
doc-from = From
doc-step = Step
doc-to = To
doc-who = Who
doc-only-if = Only if
doc-tells = Tells
doc-clause = Clause
doc-same = the same
doc-start = (new)
doc-access-title = Who may do what
doc-access-lead = For each role, the steps that it may take from each state, alone and in the owning body or above it. Guards may still refuse.
doc-mail-title = Who is told what, and when
doc-mail-lead = Each step that sends letters, whom it tells, and what the letter is called. Nobody gets two letters for one step.
doc-letter = Letter
doc-subject = Procedure
refused-not-your-work = What you want to answer is not given to you or your Question.
refused-file-not-stored = One of the files is not here. Upload it again.
