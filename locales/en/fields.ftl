# The names of form fields and of facts; `field-<name>`.
field-allocation-body = Question or working group
field-purpose = Purpose
field-deadline = Deadline
field-contact-name = Name
field-contact-organisation = Organisation
field-contact-country = Country
field-contact-telephone = Telephone
field-contact-email = E-mail
field-email = E-mail
field-password = Password
field-replies = Replies
field-reply-due = Next reply due
field-addressee = Addressee
