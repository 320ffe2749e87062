//! A list as comma-separated values (RFC 4180) in UTF-8, with the mark by which spreadsheets know that.

/// Writes the head and the rows. A text that a spreadsheet would take for a formula gets an apostrophe before it, which
/// spreadsheets read as "this is text".
pub fn write(heads: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    // Writing into memory does not fail, and every row is as long as the head.
    written(heads, rows).unwrap_or_default()
}

fn written(heads: &[String], rows: &[Vec<String>]) -> Result<Vec<u8>, csv::Error> {
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(String::from('\u{feff}').into_bytes());
    for row in std::iter::once(heads).chain(rows.iter().map(Vec::as_slice)) {
        out.write_record(row.iter().map(|cell| harmless(cell)))?;
    }
    out.into_inner().map_err(|error| error.into_error().into())
}

/// The text as a spreadsheet shows it and does not run it. What stands before the sign makes no difference: some programs
/// strip blanks and quotation marks first.
fn harmless(cell: &str) -> String {
    let begins =
        cell.trim_start_matches(|c: char| c == '"' || c == '\'' || (c.is_whitespace() && !"\t\r\n".contains(c)));
    let runs = begins.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if runs { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rows: &[&[&str]]) -> String {
        let owned = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let all: Vec<Vec<String>> = rows.iter().map(owned).collect();
        String::from_utf8(write(&all[0], &all[1..])).unwrap()
    }

    #[test]
    fn what_holds_commas_quotes_and_lines_stays_one_cell() {
        let written = text(&[&["Number", "Title"], &["SG17-LS 1", "Terms, \"as agreed\"\nand more"], &["Ü", "标题"]]);
        assert_eq!(written, "\u{feff}Number,Title\r\nSG17-LS 1,\"Terms, \"\"as agreed\"\"\nand more\"\r\nÜ,标题\r\n");
    }

    #[test]
    fn nothing_that_somebody_typed_runs_as_a_formula() {
        for typed in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\"=1", "' =1", "\u{a0}=1", "＝1"] {
            let written = text(&[&["Title", "Other"], &[typed, "x"]]);
            let mut reader = csv::Reader::from_reader(written.trim_start_matches('\u{feff}').as_bytes());
            let cell = reader.records().next().unwrap().unwrap()[0].to_owned();
            assert_eq!(cell, format!("'{typed}"));
        }
        assert!(text(&[&["a"], &["LS on a=b - draft"]]).contains("LS on a=b - draft"));
    }
}
