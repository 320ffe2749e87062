### The page of whoever is signed in.

profile-title = Profile
profile-lead = How you read and hear, and with what you sign in.
profile-about = Who you are
profile-roles = Roles
profile-preference-head = Language and digest
profile-preference-does = What waits for you comes by a letter at once. Everything else comes once a day, in one letter, if there is something to tell.
profile-keep = Keep these
profile-password-head = Password
profile-password-does = Wherever else you are signed in, you are signed out then.
profile-change-password = Change the password

profile-language-is = { $tag ->
        [en] English
       *[other] { $tag }
    }
profile-zone = Time zone
profile-zone-hint = As in Europe/Zurich; it sets the hour of the digest.
field-digest-hour = Hour of the digest
field-digest = Daily digest
field-password-old = Your password now
field-password-new = The new password
field-password-new-hint = { $least } characters or more.
field-password-again = The new password once more
digest-yes = Once a day
digest-no = Never; what waits for me still comes at once

profile-no-language = There is no such language here. Choose one of the list.
profile-no-zone = No time zone has this name. Choose one of the list, such as Europe/Zurich.
profile-no-hour = Choose an hour of the list.
profile-no-choice = Choose one of the two.
profile-password-wrong = This is not your password. Look at it, and try again.
profile-password-length = A password has { $least } to { $most } characters.
profile-passwords-differ = The two are not the same.

flash-kept-preference = Your preferences are kept.
flash-kept-password-changed = Your password is changed. Wherever else you were signed in, you are not any more.
