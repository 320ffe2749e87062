//! The text of a PDF with its layout: letters are gathered by where they stand, so that the columns of a form stay
//! apart. pdf-extract's own text output follows the order of drawing, which mixes a form's two columns.

use pdf_extract::{Document as Pdf, MediaBox, OutputDev, OutputError, Transform, output_doc};

use super::ReadError;

/// More letters than any statement has; a made-up file may have more.
const LETTERS: usize = 4_000_000;

/// Shares of the letter's size: from here on a gap parts words, columns, or paragraphs, and a height still is the same
/// line (a raised "th" stands a third higher).
const WORD: f64 = 0.15;
const COLUMN: f64 = 1.3;
const PARAGRAPH: f64 = 1.45;
const SAME_LINE: f64 = 0.45;

/// Points right of the page's left edge of text from where a line continues a cell: wider than a list's indent.
const INDENT: f64 = 60.0;

pub(super) fn lines(bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    let mut pdf = Pdf::load_mem(bytes).map_err(|error| refusal(&error))?;
    if pdf.is_encrypted() && pdf.decrypt("").is_err() {
        return Err(ReadError::Locked);
    }
    let mut pages = Pages::default();
    match output_doc(&pdf, &mut pages) {
        Ok(()) => {}
        Err(_) if pages.letters >= LETTERS => return Err(ReadError::TooLarge),
        // One unreadable page does not take the others from the reader.
        Err(_) if pages.letters > 0 => pages.end(),
        Err(_) => return Err(ReadError::Damaged),
    }
    Ok(pages.lines)
}

fn refusal(error: &pdf_extract::Error) -> ReadError {
    let words = error.to_string().to_lowercase();
    if words.contains("password") || words.contains("encrypt") || words.contains("decrypt") {
        ReadError::Locked
    } else {
        ReadError::Damaged
    }
}

struct Letter {
    x: f64,
    y: f64,
    end: f64,
    size: f64,
    text: String,
}

#[derive(Default)]
struct Pages {
    page: Vec<Letter>,
    letters: usize,
    lines: Vec<String>,
}

impl OutputDev for Pages {
    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        self.page.clear();
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        self.end();
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        self.letters += 1;
        if self.letters >= LETTERS {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        let (tall, wide) = ((at.m21.hypot(at.m22) * size).abs(), (at.m11.hypot(at.m12) * size).abs());
        let (x, y) = (at.m31, at.m32);
        // Empty and broken transformations place nothing on the paper.
        if [x, y, tall, wide, width].iter().all(|number| number.is_finite()) && tall > 0.0 {
            self.page.push(Letter { x, y, end: x + width * wide, size: tall, text: text.to_owned() });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

impl Pages {
    /// Lays out the page that has just been gathered.
    fn end(&mut self) {
        let mut letters = std::mem::take(&mut self.page);
        letters.sort_by(|one, other| other.y.total_cmp(&one.y));
        let mut rows: Vec<Vec<Letter>> = Vec::new();
        for letter in letters {
            match rows.last_mut() {
                Some(row) if is_same_line(row, &letter) => row.push(letter),
                Some(_) | None => rows.push(vec![letter]),
            }
        }
        rows.retain(|row| row.iter().any(|letter| !letter.text.trim().is_empty()));
        let left = rows.iter().filter_map(|row| start(row)).fold(f64::INFINITY, f64::min);
        let mut above: Option<f64> = None;
        for mut row in rows {
            let (y, size) = row
                .iter()
                .map(|letter| (letter.y, letter.size))
                .fold((f64::NEG_INFINITY, 0.0), |have, it| (f64::max(have.0, it.0), f64::max(have.1, it.1)));
            if above.is_some_and(|above| above - y > size * PARAGRAPH) {
                self.lines.push(String::new());
            }
            above = Some(row.iter().map(|letter| letter.y).fold(f64::INFINITY, f64::min));
            row.sort_by(|one, other| one.x.total_cmp(&other.x));
            let indent = start(&row).is_some_and(|x| x > left + INDENT);
            self.lines.push(format!("{}{}", if indent { "\t" } else { "" }, joined(&row)));
        }
        self.lines.push(String::new());
    }
}

fn start(row: &[Letter]) -> Option<f64> {
    row.iter().filter(|letter| !letter.text.trim().is_empty()).map(|letter| letter.x).reduce(f64::min)
}

/// Compared with the first letter of the row: comparing with the last would let a slope of letters become one line.
fn is_same_line(row: &[Letter], letter: &Letter) -> bool {
    row.first().is_some_and(|first| (first.y - letter.y).abs() <= f64::max(first.size, letter.size) * SAME_LINE)
}

fn joined(row: &[Letter]) -> String {
    let mut line = String::new();
    let mut end: Option<f64> = None;
    let mut spaced = false;
    for letter in row {
        if letter.text.trim().is_empty() {
            spaced = true;
            continue;
        }
        let gap = end.map_or(0.0, |end| letter.x - end);
        if gap > letter.size * COLUMN {
            line.push('\t');
        } else if end.is_some() && (spaced || gap > letter.size * WORD) {
            line.push(' ');
        }
        line.push_str(&letter.text);
        end = Some(end.map_or(letter.end, |end| f64::max(end, letter.end)));
        spaced = false;
    }
    line
}
