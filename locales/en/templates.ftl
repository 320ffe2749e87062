# Templates of replies that a body keeps.
templates-title = Templates of { $name }
templates-link = Templates of replies
templates-lead = Words for replies that come again and again. Whoever drafts here chooses one at the form of the draft.
templates-in-use = In use
templates-none = No template is kept here yet.
templates-ended = Ended
templates-older-ended = Templates that ended before
templates-correct = Correct
templates-end = End
templates-put-back = Put back
templates-add-template = New template of { $name }
templates-correct-template = Correct “{ $name }”
templates-end-template = End “{ $name }”
templates-put-back-template = Put “{ $name }” back
templates-placeholders = Placeholders
templates-placeholders-lead = Each is filled from what is answered when somebody uses the template. What is not known stays in the text as it is written here, and the draft cannot be submitted before the author has replaced it.
placeholder-number = The number of the statement that is answered, as its sender gave it
placeholder-title = Its title
placeholder-date = The day on which it was issued
placeholder-source = The body that sent it
placeholder-deadline = The day by which it asks for the reply
placeholder-our-number = The number that it has here
placeholder-body = The body that keeps the template
placeholder-questions = The Questions of the reply
placeholder-meeting = Where the reply is prepared
field-template = Template
field-template-name = Name
field-template-name-hint = By which it is chosen: “No comments”, “Received, reply to follow”.
field-template-abstract = Abstract
field-template-abstract-hint = Goes into the abstract of a draft that has none.
field-template-text = Text
field-template-text-hint = Markdown, with placeholders in double braces.
draft-template = Template
draft-template-hint = Its text goes below what is typed. Nothing that you typed is lost.
draft-template-of = { $name } ({ $body })
draft-template-use = Use this template
draft-template-choose = Choose a template of the body that you write for, then press the button again.
draft-template-used = “{ $name }” is in the form now. Read it before you save.
draft-template-below = What you had typed stands above it.
draft-template-there = The text of “{ $name }” stands in the form already. Nothing was changed.
draft-template-abstract-kept = The abstract stays as it is typed. That of the template was left out.
draft-template-missing = Not known here: { $marks }. Replace { $count ->
    [one] it
   *[other] them
} in the text before you submit.
