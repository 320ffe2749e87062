# What stands on every page.
ui-name = Entente
ui-skip = Skip to the content
ui-nav = Main
ui-nav-home = Home
ui-nav-register = Register
ui-nav-log = Log a statement
ui-nav-write = Write a statement
ui-nav-procedures = Procedures
ui-nav-post-office = Post office
ui-search = Search the register
ui-search-hint = Title or number
ui-sign-in = Sign in
ui-sign-out = Sign out
ui-demo = Demo: invented people, no letter leaves this machine.
ui-demo-today = Here today is { $date }
ui-version = Entente { $version }
ui-keys = Keys
ui-keys-open = Keys
ui-keys-on = Keys are switched on
ui-key-search = Search
ui-key-move = Next and previous in a list
ui-key-list = This list
ui-close = Close
ui-back = Back

# Marks
ui-side-itu = ITU-T
ui-side-partner = Partner
ui-waiting-for = Waiting for { $whom }
ui-waiting-for-you = Waiting for you
ui-since = since { $date }
ui-overdue = overdue
ui-unusual = unusual
ui-not-stated = not stated

# What can be done
ui-acts = What you can do
ui-acts-none = Nothing is asked of you here.
ui-acts-refused = { $count ->
    [one] One more step must wait
   *[other] { $count } more steps must wait
  }

# Lists
ui-pager = Pages of this list
ui-newer = Newer
ui-older = Older
ui-total = { $count } in all
ui-sha256 = SHA-256
ui-copy = Copy
ui-copied = Copied
ui-remove = Remove
ui-occurred = happened on { $date }

# Forms
ui-problems-head = This cannot be done as it stands
ui-optional = optional
ui-needed = needed
ui-needed-or-reason = expected, or a reason
ui-needed-before = needed before “{ $step }”
ui-take-back-step = Take back “{ $step }”
ui-needed-where = needed for “{ $what }”
ui-choose = Choose …
ui-filter = Type to narrow the list
ui-drop = or drop a file here
ui-more-rows = Add rows
ui-more-contacts = Add a contact
ui-more-allocations = Add a Question or working group
ui-allocation-number = Allocation { $count }
ui-row-body = Body, row { $count }
ui-row-purpose = Purpose, row { $count }
ui-row-deadline = Deadline, row { $count }
ui-row-remove = Remove row { $count }
ui-contact-remove = Remove contact { $count }
ui-contact-number = Contact { $count }
ui-words-limit = { $count ->
    [one] At most one word
   *[other] At most { $count } words
  }
ui-stale-head = Somebody was faster
ui-stale-who = { $by } { $done } ({ $at }), after you opened this page.
ui-stale-what = Nothing you typed is lost: it is in the form below. Compare, change what you wish, and press the button again.
ui-stale-typed = What you typed
ui-stale-now = What is there now

# Dates
date-day = { $day } { $month } { $year }
date-instant = { $date }, { $time }
date-today = today
date-tomorrow = tomorrow
date-yesterday = yesterday
date-in-days = { $count ->
    [one] in one day
   *[other] in { $count } days
  }
date-days-ago = { $count ->
    [one] one day ago
   *[other] { $count } days ago
  }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
# In documents and letters to others, where the form asks for the whole month.
month-long-1 = January
month-long-2 = February
month-long-3 = March
month-long-4 = April
month-long-5 = May
month-long-6 = June
month-long-7 = July
month-long-8 = August
month-long-9 = September
month-long-10 = October
month-long-11 = November
month-long-12 = December

# The frame: roles of who is signed in, and what has just been done
frame-role = { $role }, { $body }
flash-signed-out = You are signed out.
flash-done = { $count ->
    [0] You { $done }. No letter had to go.
    [one] You { $done }. One letter is on its way.
   *[other] You { $done }. { $count } letters are on their way.
  }
