post-title = Post office
post-lead = The letters of this demo. They were sent by mail as usual, to a mailbox on this machine.
post-empty = No letter has been sent yet. Send a statement, and its letters arrive here.
post-subject = Subject
post-at = Arrived
post-files = Attachments
post-files-count = { $count ->
    [one] one file
   *[other] { $count } files
  }
post-headers = Header lines
post-all-headers = { $count ->
    [one] The only header line
   *[other] All { $count } header lines
  }
post-text = Text
post-html = The same with formatting
post-raw = The letter as sent
post-from = From
post-reply-to = Reply to
post-date = Date
post-no-subject = (no subject)
