# Bodies, people and appointments written down and ended; what an administrator looks after.
people-title = People
people-lead = Those whom you may see. Everybody’s page has what they are appointed to.
people-roles = Roles
people-no-role = no role
person-about = Who it is
person-state = State
person-appointments = Appointments
person-appointments-none = No appointment yet: they see nothing and can do nothing.
person-end-appointment = End
person-appoint = Appoint them
person-end = End the person
person-password = A password for them
person-password-does = They sign in with their address and this password. It ends their sessions; tell it to nobody else.
person-password-give = Give the password
field-new-password = Password
field-new-password-hint = { $count } characters or more.
form-password-length = A password has { $least } to { $most } characters.
record-body = Add a body
record-body-does = A body of your own, or one that you send statements to. Its page is where its addresses are added.
record-person = Add a person
record-person-does = Somebody who signs in, or who is told by letter. What they may do comes with an appointment.
record-appointment = Appoint somebody
record-appointment-does = A role in a body, from a day on, by a decision. They see the statements of that body’s tree and may do what the role may.
record-end = End: { $name }
record-ends-appointments = { $count ->
    [one] One appointment ends with it.
   *[other] { $count } appointments end with it.
  }
body-add-under = Add a body under it
body-end = End the body
record-correct = Correct: { $name }
record-merge-into = Merge: { $name }
record-end-address = End the address { $name }
record-correct-address = Correct the address { $name }
field-third-parent = Also belongs to
field-third-parent-hint = Only for a joint body.
field-parents = Belongs to
field-address-entry = Entry of the address book
field-into-body = The body that was meant
field-into-body-hint = It takes over the statements, numbers and addresses, and is found by both names.
field-merged = Merged into it
field-into = Merged into
record-take-back = Take back the end: { $name }
record-never-begins = It has not begun. Whatever day is given, it never begins.
person-never-began = never began
person-take-back = Take the end back
field-body-kind = Kind
field-short-name = Short name
field-short-name-hint = As numbers and lists print it: SG17, Q14/17, ISO/TC 307.
field-full-name = Name
field-full-name-hint = What it is about: Security.
field-side = Side
field-parent = Belongs to
field-other-parent = Also belongs to
field-other-parent-hint = Only for a joint body.
field-kept-here = We keep its statements here
field-kept-here-hint = Its secretariat works with this program. Leave it open for a partner.
field-zone = Time zone
field-zone-hint = Its deadlines end at midnight there. Europe/Zurich, Asia/Tokyo.
field-study-period = Study period
field-study-period-hint = Printed on the forms of ITU-T: 2025-2028.
field-go-live = Goes live on
field-go-live-hint = Before that day, what was done otherwise is only marked as unusual.
field-sent-numbers = Numbers of what it sends
field-sent-numbers-hint = With { "{n}" } where the number goes, and the next one after a blank unless it is 1: SG17-LS{ "{n}" } 43. Open: numbers are typed.
field-received-numbers = Numbers of what it receives
field-received-numbers-hint = The same for TDs or N-documents: N { "{n}" } 1012.
field-person-name = Name
field-administrator = Administrator
field-administrator-hint = Sets the deployment up; decides nothing of a body.
field-person = Person
field-role = Role
field-serves = Body
field-appointing-decision = Decision
field-appointing-decision-hint = What appoints them: WTSA Resolution 35, a resolution of the committee, a letter.
field-ended-on = Ends on
field-ended-on-hint = The last day.
form-zone = This is no time zone. It looks like Europe/Zurich.
form-series = The form of numbers has { "{n}" } once, where the number goes: SG17-LS{ "{n}" }. The next number is at most 1000000000.
form-person-known = Somebody has the address { $email } already.
flash-kept-password = The password is given.
flash-kept-tried-again = The letters that were not delivered are tried again.
flash-kept-released = Letters leave from now on.
flash-kept-discarded = Letters leave from now on; those that waited are never sent.
ui-letters-held = This is a restored copy: no letter leaves it until an administrator lets them go.
setup-title = Setup
setup-lead = What an administrator looks after.
setup-begin = Begin
setup-done = done
setup-step-body = Add your body
setup-step-body-why = The study group or committee whose statements are kept here.
setup-step-person = Add its secretary
setup-step-person-why = Name and address; on their page they are given a password.
setup-step-appointment = Appoint them
setup-step-appointment-why = Counsellor of a study group or manager of a committee, by which decision. From then on they add the rest.
setup-letters = Letters
setup-letters-leave = { $count ->
    [0] Letters leave; none waits.
    [one] Letters leave; one waits.
   *[other] Letters leave; { $count } wait.
  }
setup-letters-held = { $count ->
    [0] This database is a copy: no letter leaves it. None waits.
    [one] This database is a copy: no letter leaves it. One waits.
   *[other] This database is a copy: no letter leaves it. { $count } wait.
  }
setup-undelivered = { $count ->
    [one] One letter was not delivered.
   *[other] { $count } letters were not delivered.
  }
setup-digest = Daily digest
setup-release-hint = Release them when the original sends no more, and drop them if the original sent them.
setup-release = Release the letters
setup-discard = Drop those that wait
setup-mail = Mail
setup-mail-hint = These come from the environment of the program (ENTENTE_SMTP and others); a password is never shown.
setup-mail-server = Mail server
setup-mail-from = Sender
setup-mail-domain = Domain
setup-mail-hold = Letters to outside wait
setup-mail-hold-minutes = { $count ->
    [one] one minute
   *[other] { $count } minutes
  }
setup-test-send = Send a test letter to { $address }
setup-test-none = No mail server is set (ENTENTE_SMTP), so that no test letter can be sent.
setup-test-subject = Entente: a test letter
setup-test-text = Letters from { $url } arrive here.
setup-test-taken = The mail server took the letter to { $address }: { $why }
setup-test-later = The mail server did not take the letter to { $address } now, and might later: { $why }
setup-test-never = The mail server refused the letter to { $address }: { $why }
setup-test-no-server = There was no mail server to talk to: { $why }
setup-test-late = The mail server did not answer within ten seconds. Is ENTENTE_SMTP right, and can this machine reach it?
setup-backup = Backup
setup-backup-last = Last backup
setup-backup-none = none was ever made
setup-restored = Restored from a backup of
setup-backup-hint = “entente backup FILE” writes everything into one file, also while people work; “entente restore FILE” puts it into an empty database.
