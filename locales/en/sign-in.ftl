sign-in-title = Sign in
sign-in-lead = The register of liaison statements between ITU-T study groups and ISO, IEC and ISO/IEC committees.
sign-in-demo-head = Choose whom to be
sign-in-demo-lead = This is a demo: people are named by their role, and need no password.
sign-in-as = Continue as this person
sign-in-form-head = With your account
sign-in-wrong = Address and password do not belong together. Look at both, and try again.
sign-in-may = { $what }: { $acts }
