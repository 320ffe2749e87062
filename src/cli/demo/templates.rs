//! The templates of replies of the demo, as a secretariat would keep them: by body, name, abstract and text. All invented.

pub const TEMPLATES: &[(&str, &str, &str, &str)] = &[
    (
        "SG17",
        "Thanks, no comments",
        "{{body}} has no comments on {{number}}.",
        "{{body}} thanks {{source}} for its liaison statement {{number}} of {{date}}, “{{title}}”.\n\n\
         Question {{questions}} considered it at its meeting ({{meeting}}) and has no comments.",
    ),
    (
        "SG17",
        "Received, reply to follow",
        "{{body}} has received {{number}} and will reply by {{deadline}}.",
        "{{body}} thanks {{source}} for its liaison statement {{number}}, which is {{our_number}} here.\n\n\
         Question {{questions}} is considering it. A full reply follows by {{deadline}}.",
    ),
    (
        "ISO/TC 307",
        "Comments attached",
        "Comments of {{body}} on {{number}}.",
        "{{body}} thanks {{source}} for the document {{number}}, “{{title}}”, and for the opportunity to comment by \
         {{deadline}}.\n\nThe comments of our experts are attached.",
    ),
];
