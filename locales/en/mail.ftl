### The letters: what happened, what is asked and by when, and why the reader gets it. Labels are those of the fields.

## What happened, and by whom

mail-happened-assigned = { $by } allocated this statement to you in { $body } on { $on }.
mail-happened-meeting = { $by } { $done }, on { $on }.
mail-days-before = Days before
mail-place-before = Place before
mail-happened-due-moved = What was allocated to you in { $body } is due on { $due }, no longer on { $before }.
mail-happened-review-asked = { $by } submitted this statement for approval on { $on }.
mail-happened-returned = { $by } returned your statement to you on { $on }.
mail-happened-approved = { $by } { $done } on { $on }.
mail-happened-statement-sent = { $source } sends you the attached liaison statement { $number }.
mail-happened-statement-sent-plain = { $source } sends you the attached liaison statement.
mail-happened-sent-copy = { $by } sent this statement as { $number } on { $on }. This is your copy.
mail-happened-sent-copy-plain = { $by } sent this statement on { $on }. This is your copy.
mail-happened-reminder = { $source } reminds you of its liaison statement { $number } of { $on }, and awaits your reply.
mail-happened-retraction = { $source } asks you to disregard its liaison statement { $number } of { $on }, which was sent in error.
mail-happened-forwarded = { $by } forwards to you the liaison statement { $number } from { $source }, because it concerns your work.
mail-happened-forwarded-on = { $by } has forwarded your liaison statement { $number } to { $to }.
mail-quoted = “{ $title }”
mail-happened-received-forwarded = A statement from { $source } was received on { $on }, forwarded by { $by }.
mail-happened-received = A statement from { $source } was received on { $on }.
mail-happened-answered = { $by } sent the reply on { $on }. Your part of this statement is answered.
mail-happened-reply-came = { $by } linked { $reply } on { $on } as a reply to your statement, for { $body } ({ $extent }).
mail-happened-undone = { $by } took back the step “{ $step }” of this statement on { $on }.
mail-happened-changed = News of this statement: { $by } { $done } on { $on }.

## What is asked, and by when

mail-asked-assigned-action = It is for action. Please see that it is answered or acted on by { $due }.
mail-asked-assigned-comment = It is for comment. Please see that your body comments by { $due }.
mail-asked-assigned-information = It is for information. Please take note of it by { $due }.
mail-asked-lead = Your body leads.
mail-asked-due-why = Why { $due }: { $rule }.
mail-asked-review-asked = Please approve it, or return it with a reason.
mail-asked-returned = Please revise it and submit it again, or ask for it to be withdrawn.
mail-asked-approved-sg = Nothing more needs to be decided: the secretariat sends it.
mail-asked-approved-send = Nothing more needs to be decided. Please send it.
mail-asked-approved-below = The secretariat can send it to bodies of ITU-T. To ISO, IEC or another organisation, the study group decides first.
mail-asked-forwarded = We would be grateful if you dealt with it. Any reply goes to its sender, not to us.
mail-asked-forwarded-on = Nothing is asked of you.
mail-asked-received = Please register it and allocate it to those who deal with it.
mail-asked-answered = Nothing is asked of you.
mail-asked-reply-came = Please read it. Once all have answered, the statement is closed with what follows from it.
mail-asked-undone = What you were told of that step holds no more. Nothing is asked of you now.
mail-asked-changed = Nothing is asked of you now.
mail-asked-sent-copy = Nothing is asked of you. Replies are linked to it when they come.
mail-asked-reminder = If your reply is on its way already, please disregard this letter.
mail-asked-retraction = No reply is needed, and none is awaited.
mail-asked-sent-action = It is sent to you for action. We would be grateful for your reply by { $deadline }.
mail-asked-sent-action-open = It is sent to you for action. We would be grateful for your reply.
mail-asked-sent-comment = It is sent to you for comment. We would be grateful for your comments by { $deadline }.
mail-asked-sent-comment-open = It is sent to you for comment. Your comments are welcome.
mail-asked-sent-information = It is sent to you for information. No reply is needed.
mail-answers = It replies to { $number } of { $source }: “{ $title }”.
mail-answers-plain = It replies to the statement of { $source }: “{ $title }”.
mail-source-dated = { $source } ({ $on })

mail-subject-reminder = Reminder: { $title }
mail-subject-forwarded = Forwarded: { $title }
mail-subject-retraction = Retraction: { $title }

## One letter for many statements, done in one sitting

notice-several = Several at once
mail-several-lead = What { $by } did in one sitting with { $count ->
        [one] one statement
       *[other] { $count } statements
    }, and what is asked of you.
mail-several-in = { $what }: { $body }
mail-several-mixed = News of { $count ->
        [one] one statement
       *[other] { $count } statements
    }
mail-several-assigned = { $count ->
        [one] One statement
       *[other] { $count } statements
    } allocated to you
mail-several-review-asked = { $count ->
        [one] One statement waits
       *[other] { $count } statements wait
    } for your approval
mail-several-returned = { $count ->
        [one] One statement
       *[other] { $count } statements
    } returned to you
mail-several-approved = { $count ->
        [one] One statement
       *[other] { $count } statements
    } agreed or approved
mail-several-received = { $count ->
        [one] One statement
       *[other] { $count } statements
    } received
mail-several-due-moved = Other due dates of { $count ->
        [one] one statement
       *[other] { $count } statements
    }
mail-several-reply-came = Replies to { $count ->
        [one] one statement
       *[other] { $count } statements
    }
mail-several-taken-back = Taken back with { $count ->
        [one] one statement
       *[other] { $count } statements
    }
mail-happened-assigned-several = { $by } allocated { $count ->
        [one] one statement
       *[other] { $count } statements
    } to you in { $body } on { $on }.
mail-happened-due-moved-several = What was allocated to you in { $body } is due on { $due }, no longer on { $before }, with { $count ->
        [one] one statement
       *[other] { $count } statements
    }.
mail-happened-review-asked-several = { $by } submitted { $count ->
        [one] one statement
       *[other] { $count } statements
    } for approval on { $on }.
mail-happened-returned-several = { $by } returned { $count ->
        [one] one statement
       *[other] { $count } statements
    } to you on { $on }.
mail-happened-approved-several = { $by } { $done } on { $on }, for { $count ->
        [one] one statement
       *[other] { $count } statements
    }.
mail-happened-received-several = { $count ->
        [one] One statement
       *[other] { $count } statements
    } from { $source } { $count ->
        [one] was
       *[other] were
    } received on { $on }.
mail-happened-received-forwarded-several = { $count ->
        [one] One statement
       *[other] { $count } statements
    } from { $source } { $count ->
        [one] was
       *[other] were
    } received on { $on }, forwarded by { $by }.
mail-happened-reply-came-several = { $by } linked { $reply } on { $on } as a reply to { $count ->
        [one] one statement
       *[other] { $count } statements
    } of yours, for { $body } ({ $extent }).
mail-happened-undone-several = { $by } took back the step “{ $step }” of { $count ->
        [one] one statement
       *[other] { $count } statements
    } on { $on }.
mail-footer-several = Sent by Entente, in one letter for { $count ->
        [one] one statement
       *[other] { $count } statements
    }.

## The digest

mail-digest-subject-changes = { $on }: { $changes ->
        [one] one change
       *[other] { $changes } changes
    }
mail-digest-subject-due = { $on }: { $due } due
mail-digest-subject-both = { $on }: { $changes ->
        [one] one change
       *[other] { $changes } changes
    }, { $due } due
mail-digest-lead = What happened until { $on } with the statements that you work with, and what is due.
mail-digest-turns = Waiting for you
mail-digest-deadlines = Due
mail-digest-changes = Changed
mail-digest-due = Due { $on }, { $far }.
mail-digest-line = { $at }: { $by } { $done }.
mail-digest-line-undone = { $at }: { $by } took back the step “{ $step }”.
mail-digest-occurred = It was done on { $on }.
mail-digest-state = It became: { $state }.
mail-digest-more = { $count ->
        [one] And one more
       *[other] And { $count } more
    }
reason-digest = because these statements are yours, or in the care of your role
mail-digest-how = It comes once a day at { $hour } ({ $zone }), if there is something to tell. To change the hour or to stop it:

## Around

mail-attached = The statement is attached as a Word document.
mail-forwarded-attached = The statement is attached as we received it.
mail-left-out = Too large for this letter; the contact sends it on request: { $names }
mail-greeting = Dear colleagues,
mail-regards = With kind regards,
mail-reply-how = To answer, please reply to this letter and leave its subject as it is.
mail-for-action = For action
mail-for-comment = For comment
mail-for-information = For information
mail-retraction = In the words of the sender
mail-forward-note = Our note
mail-enter-by = Entered by
mail-decided-at = Decided at
mail-open = Open
mail-why = Why you get this letter
mail-footer = Sent by Entente for { $handle }.
mail-footer-outside = Sent by Entente on behalf of { $body }.

## Why a letter did not go, as pages show it

mail-problem-out-of-sight = Not sent: the reader may no longer see this statement.
mail-problem-sent-in-error = Stopped: the statement was marked as sent in error.
mail-problem-unreadable = Not sent: the letter could not be written. Tell the administrator.
mail-problem-not-released = Not sent: the database was restored, and this letter was not let go.
mail-problem-left-before-stopped = Stopped too late: it had left already.
