# Words of the pages of statements, home and register that the rules do not give.

register-title = Register
register-empty = No statements yet. Log one that came in, or write one.
register-empty-filtered = No statement fits these filters. Widen them, or log the one you are looking for.
register-filter-text = Title or number
register-filter-direction = Direction
register-filter-state = State
register-filter-body = Body
register-filter-reply = Open reply
register-reply-awaited = awaited by us
register-reply-owed = owed by us
register-any = Any
register-outgoing = Ours
register-incoming = Received
side-itu = ITU-T
side-partner = Partner
statement-draft-reply = Draft a reply
statement-draft-another = Draft another reply
statement-returned = Returned by { $by } on { $on }:
statement-reply-overdue = Reply overdue
letter-queued = Waiting to leave
letter-sent = Sent
letter-failed = Not delivered
letter-cancelled = Stopped
letter-planned = Will be sent
letter-held-until = Held until { $at }; until then it can be stopped.
history-about = { $done } ({ $body })
history-cause = follows from “{ $done }”
history-unusual = Unusual: before this body's procedures were governed here
thread-answers = Replies to
thread-answered-by = Answered by
file-size-kb = { $count } kB
file-original = The document as it came in
channel-file = Uploaded file
channel-mail = Mail
channel-entente = Sent through Entente
draft-title = Write a statement
draft-title-edit = Edit the draft
draft-deadline-hint = A deadline is needed where action is asked. Proposed: { $on } ({ $rule }).
preview-title = Preview
preview-download = Download as Word
intake-title = Log a statement
intake-file = The statement as it came in
intake-file-hint = PDF, Word or text, up to 25 MB. The form is filled from it; you confirm.
intake-file-missing = Choose the file that came in, or fill the form by hand.
intake-say-by-hand = Fill the form by hand. Needed are the source, the day of receipt, and the document as a file or its text; the rest may stay “not stated”.
intake-confirm = Log the statement
intake-read-as = Read as { $form }: { $count ->
    [one] one value
   *[other] { $count } values
 } found. Each is linked to its line; what was not found is empty.
intake-source-needed = needed, here or in the next field
intake-received-needed = needed where a body received it
intake-source-missing = Choose the body that sent it, or type its name.
field-source-new = Sender not in the list
field-source-new-hint = Its name as printed; it is kept as a provisional body, to be completed later.
field-recorded = Recorded
field-level = Decided at
field-author = Written by
form-itu-t = an ITU-T liaison statement
form-three-gpp = a 3GPP liaison statement
form-letter = a letter
form-unknown = a document without a known form
refused-who-can = { $who } can do this.
who-person = Somebody
who-clock = The calendar
reading-no-kind = This kind of file is kept, but not read: PDF, Word and text are.

# Why somebody is told, said of them; `reason-…` says it to them.
reason-author-they = the author
reason-chair-they = chairs the body
reason-role-they = { $role } of { $body }
reason-assignee-they = has it in { $body }
reason-due-moves-they = has { $statement } in { $body }, due on { $due } and no longer on { $before }
reason-destination-they = addressed { $purpose }
