# What the command line says.
cli-starting = Starting …
cli-stopping = Stopping …
cli-stopped = Stopped.
cli-open = Entente is open: { $url }
cli-listening = Listening; people reach it as { $url }
cli-working = The worker is at work.
cli-letters-caught = No letter leaves this machine; read them at { $url }
cli-letters-sent = Letters go out by { $server }.
cli-letters-wait = No mail server is set, on Setup or by ENTENTE_SMTP: letters wait.
cli-port-taken = { $listen } is taken by another program, perhaps another Entente. Stop that one, or set ENTENTE_LISTEN to another port, such as 127.0.0.1:8081.
cli-port-not-possible = { $listen } cannot be listened on: { $why }. Set ENTENTE_LISTEN to an address of this machine.
cli-migrating = Migrating: { $name }
cli-migrated = { $count ->
    [0] The database was already at this version.
    [one] One migration was run.
   *[other] { $count } migrations were run.
  }
cli-migrate-first = { $count ->
    [one] One migration of the database is pending: run “entente migrate” first.
   *[other] { $count } migrations of the database are pending: run “entente migrate” first.
  }

cli-read = { $file }: { $form }, { $lines } lines
cli-read-check = The values with a question mark were completed or taken from running text: please check them.
cli-form-itu-t = liaison statement form of ITU-T
cli-form-three-gpp = liaison statement form of 3GPP
cli-form-letter = letter
cli-form-unknown = no form that is known
cli-no-file = cannot be opened: { $why }
cli-file-too-large = is larger than { $most } MB.
cli-not-a-document = is no Word, PDF or text document.
found-number = Number
found-reference = Reference
found-study-period = Study period
found-language = Language
found-questions = Questions
found-place-and-dates = Place and dates
found-date = Date
found-source = Source
found-title = Title
found-for-action = For action
found-for-comment = For comment
found-for-information = For information
found-approval = Approval
found-deadline = Deadline
found-contact-name = Contact
found-contact-organisation = Organisation
found-contact-country = Country
found-contact-tel = Telephone
found-contact-email = E-mail
found-keywords = Keywords
found-abstract = Abstract
found-body = Text
found-reply-to = Reply to
found-attachments = Attachments

cli-done = { $handle }: { $done }. It is now “{ $state }” (version { $version }).
cli-done-before = { $handle } was done before under the same key: it is “{ $state }” (version { $version }).
cli-letters-queued = { $count ->
    [0] No letter goes; whoever works with it reads of it in the daily digest.
    [one] One letter is on its way.
   *[other] { $count } letters are on their way.
  }
cli-nothing-changed = Nothing was changed:
cli-can-help = Ask: { $who }
cli-no-such-kind = “{ $kind }” is no kind of object. There are: { $kinds }.
cli-no-such-handle = There is nothing called “{ $handle }”. Give a handle such as LS-1001, or a number that only one statement has.
cli-no-such-act = “{ $act }” is nothing that can be done here. There are: { $acts }.
cli-two-words = Say what and the act: entente act LS-1001 submit. For something new: entente act --new statement draft.
cli-no-field = “{ $field }” is not NAME=VALUE.
cli-no-body = There is no body called “{ $name }”.
cli-no-person = There is no person with the address “{ $name }”.
cli-no-statement = There is no statement called “{ $name }”.
cli-who = Say who acts: --as with the e-mail address of a person.
cli-stale = The version is { $version } now, not the one given: somebody changed it since. Look at it with “entente show { $handle }”.
cli-missing = There is no such thing, or { $who } may not see it.
cli-backup-made = { $file } holds everything: { $events } events, { $files } files, { $kilobytes } kB. Keep it away from this machine, and from other eyes.
cli-backup-exists = { $file } is there already. Choose another name, or say --overwrite.
cli-backup-none = { $file } is no backup of Entente.
cli-backup-cut-off = { $file } is not whole: its end is missing, or it was written by another program than “entente backup”.
cli-backup-damaged = { $file } is damaged: it is not as it was written. Take another copy of it, or an earlier backup.
cli-backup-newer = { $file } was made by a newer version of the program ({ $program }, migration { $migration }). Update this one first.
cli-backup-file = { $file }: { $why }
cli-backup-database = PostgreSQL said: { $why }
cli-restore-not-empty = The database is not empty, and a backup is restored only into an empty one. Set ENTENTE_DATA to a new folder, or DATABASE_URL to an empty database.
cli-restore-incomplete = The backup was not restored whole: { $table } has { $found } rows instead of { $expected }. Do not use this database; make another.
cli-restored = The backup of { $made } is restored: { $events } events, { $files } files. Everybody signs in anew.
cli-restored-letters = { $count ->
    [0] No letter waits. None leaves this database before you say “entente outbox release”.
    [one] One letter waits, and none leaves this database. When the original sends no more, say “entente outbox release” to send it, or “entente outbox discard” if it was sent.
   *[other] { $count } letters wait, and none leaves this database. When the original sends no more, say “entente outbox release” to send them, or “entente outbox discard” if they were sent.
  }
cli-outbox-released = { $count ->
    [0] Letters leave from now on; none waits.
    [one] Letters leave from now on; one waits.
   *[other] Letters leave from now on; { $count } wait.
  }
cli-outbox-discarded = { $count ->
    [0] Letters leave from now on; none waited.
    [one] Letters leave from now on; the one that waited is never sent.
   *[other] Letters leave from now on; the { $count } that waited are never sent.
  }
cli-outbox-free = Letters leave this database already: there is nothing to release.
cli-exists = “{ $email }” is there already.
cli-user-added = { $handle }: { $name } <{ $email }> can sign in.
cli-password-given = { $email } has a new password.
cli-first-administrator = The database is empty. The first administrator: entente user add EMAIL --name NAME --admin. Signed in, they are led on.
cli-password = Password:
cli-password-again = Once more:
cli-passwords-differ = The two are not the same.
cli-password-short = A password needs { $least } characters or more.
cli-no-procedure = There is no procedure called “{ $name }”. There are: { $names }.
cli-procedures-differ = The documents differ from the tables: run “entente procedures --write”.
cli-procedures-same = The documents say what the tables say.

cli-demo-making = Making the demo: { $what }
cli-demo-bodies = bodies, people, meetings
cli-demo-steps = { $done } of { $all } steps, { $day }
cli-demo-letters = letters of past days
cli-demo-made = The demo is made: { $statements } statements, { $people } people, { $bodies } bodies. Its today is { $today }.
cli-demo-not-empty = The database is not empty: the demo is made only in an empty one. Set ENTENTE_DATA to a new folder, or DATABASE_URL to an empty database.
cli-demo-cut-off = The making of the demo was cut off, so that this database is of no use. Remove the data folder, or the database, and start again.
cli-demo-step = The demo’s step { $step } failed: { $why }

cli-show-from = From
cli-show-numbers = Numbers
cli-show-state = State
cli-show-to = To
cli-show-received = Received by
cli-show-history = History
cli-show-answers = Answers
cli-show-deadline = Deadline
cli-show-allocated = allocated to
cli-show-due = due { $due }
cli-show-version = version { $count }
cli-show-system = the system
cli-show-importer = the importer

doctor-ok = ok
doctor-look = look
doctor-settings = Settings
doctor-setting-unset = { $name } is not set: { $means }
doctor-database = Database
doctor-database-private = private server, { $where }
doctor-database-own = a server of your own
doctor-database-fails = { $why }
doctor-migrations = Migrations
doctor-migrations-none = none pending
doctor-history = History
doctor-history-true = { $count } events, each as it was written ({ $erased } erased)
doctor-history-untrue = { $count ->
    [one] what was written with an event of { $first } was changed afterwards, or is missing: compare with a backup
   *[other] what was written with events of { $count } objects was changed afterwards, or is missing, first { $first }: compare with a backup
}
doctor-queue = Letters
doctor-queue-empty = none waits
doctor-queue-waits = { $count ->
    [one] one letter waits, since { $since }
   *[other] { $count } letters wait, the oldest since { $since }
  }
doctor-queue-old = { $count ->
    [one] one letter is overdue, since { $since }: is the worker running (“entente worker”), and ENTENTE_SMTP set?
   *[other] { $count } letters are overdue, the oldest since { $since }: is the worker running (“entente worker”), and ENTENTE_SMTP set?
  }
doctor-queue-held = { $count ->
    [0] this database is a copy: none leaves until “entente outbox release”
    [one] this database is a copy: one waits, and none leaves until “entente outbox release” (or “discard”)
   *[other] this database is a copy: { $count } wait, and none leaves until “entente outbox release” (or “discard”)
  }
doctor-backup = Backup
doctor-backup-none = none, and nothing to lose yet
doctor-backup-copy = none of this copy yet: entente backup FILE
doctor-backup-never = none was ever made: entente backup FILE
doctor-backup-made = made { $at } by { $by }, { $kilobytes } kB
doctor-restored = this database was restored from a backup of { $made }
doctor-failed = { $count ->
    [one] one letter was not delivered: Setup says why, and tries it again
   *[other] { $count } letters were not delivered: Setup says why, and tries them again
  }
doctor-last = Last letter
doctor-last-none = none was sent yet
doctor-last-sent = sent { $at }
doctor-mail = Mail server
doctor-mail-none = none is set, on Setup or by ENTENTE_SMTP: letters wait
doctor-mail-environment = { $server }, set in the environment (ENTENTE_SMTP)
doctor-mail-demo = the demo's own post office, which sends nothing out
doctor-mail-stated = { $server }, stated on Setup by { $by } on { $at }
doctor-mail-incomplete = its password is not here (a backup leaves it out): letters wait until it is typed again on Setup
doctor-reader = Old Word files
doctor-reader-there = antiword is there
doctor-reader-missing = antiword is missing, so that DOC files cannot be read: apt-get install antiword
doctor-listen = Pages
doctor-listen-loopback = { $listen }, this machine only
doctor-listen-open = { $listen }, reachable from elsewhere: put a proxy with TLS before it and set ENTENTE_PUBLIC_URL
