procedure-title = Procedures
procedure-lead = The rules by which statements move, as the program applies them. Each line names the clause it rests on.
procedure-all = All procedures
procedure-picture = Picture
procedure-states = States
procedure-state = State
procedure-waits-for = Waiting for
procedure-ends = Nobody: it ends here
procedure-nobody = Nobody
procedure-none = (new)
procedure-table = The same as a table
procedure-from = From
procedure-act = Step
procedure-to = To
procedure-who = Who
procedure-only-if = Only if
procedure-always = always
procedure-tells = Tells
procedure-clause = Clause
procedure-severity-hard = refuses
procedure-severity-soft = passes with a reason
procedure-severity-info = is only told
procedure-nature-logic = always
procedure-nature-procedure = from the body’s first day here
procedure-nature-scope = says which bodies have this line
procedure-states-count = { $count ->
    [one] one state
   *[other] { $count } states
  }
procedure-transitions-count = { $count ->
    [one] one step
   *[other] { $count } steps
  }
procedure-left-out = “{ $step }” also leads from any of these states to any other; the picture shows only the nearest, the table beneath all.
