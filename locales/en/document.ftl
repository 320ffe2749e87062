### The outgoing statement as a document, in the order and with the labels of the ITU-T liaison statement form.

document-letterhead-organisation = INTERNATIONAL TELECOMMUNICATION UNION
document-letterhead-sector = TELECOMMUNICATION STANDARDIZATION SECTOR
document-number-to-come = number given at sending
document-study-period = Study period:
document-original = Original: { $language }
document-questions = Question(s):
document-meeting = Meeting, place and dates:
document-study-group = Study Group:
document-working-party = Working Party: { $number }
document-study-group-source = ITU-T Study Group { $number }
document-committee = Committee:
document-source = Source:
document-title = Title:
document-heading = LIAISON STATEMENT
document-for-action = For action to:
document-for-comment = For comment to:
document-for-information = For information to:
document-approval = Approval:
document-deadline = Deadline:
document-none = -
document-contact = Contact:
document-tel = Tel: { $tel }
document-email = E-mail: { $email }
document-abstract = Abstract:
document-attachments = Attachments:
document-file-name = { $number }.docx
