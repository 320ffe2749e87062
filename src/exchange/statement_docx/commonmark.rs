//! CommonMark to the paragraphs of a Word document: headings, lists, emphasis, links and tables. Raw HTML is printed
//! as the letters that were typed.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::exchange::word::markup::{Look, cell, is_rtl, paragraph, run};

/// Width of the text on the page, in twentieths of a point.
const WIDTH: u32 = 9638;

/// What the body needs from the other parts of the package.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub xml: String,
    /// Targets of links; the n-th has the relation `rLinkN`.
    pub links: Vec<String>,
    /// The start of each ordered list; the n-th has the number n + 2 (1 is for bullets).
    pub lists: Vec<u64>,
}

#[derive(Default)]
struct Writer {
    body: Body,
    rtl: bool,
    runs: String,
    /// The letters of the paragraph at hand, to know its direction.
    letters: String,
    look: Look,
    link: Option<usize>,
    /// For each list we are in: its number.
    lists: Vec<usize>,
    /// Whether the next paragraph carries the mark of its list item.
    marked: bool,
    quotes: usize,
    heading: Option<u8>,
    code: bool,
    table: Option<Table>,
}

#[derive(Default)]
struct Table {
    rows: Vec<Vec<String>>,
}

/// Reads CommonMark; `rtl` is the direction of the page.
pub(super) fn body(text: &str, rtl: bool) -> Body {
    let mut writer = Writer { rtl, ..Writer::default() };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    for event in Parser::new_ext(text, options) {
        writer.take(event);
    }
    writer.end_paragraph();
    writer.body
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                self.look.code = true;
                self.text(&text);
                self.look.code = self.code;
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
            Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::FootnoteReference(text) => self.text(&text),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.text("\n"),
            Event::Rule => self.body.xml.push_str(&paragraph("Rule", "", self.rtl, "")),
            Event::TaskListMarker(done) => self.text(if done { "☒ " } else { "☐ " }),
        }
    }

    fn text(&mut self, text: &str) {
        let text = if self.code { text.strip_suffix('\n').unwrap_or(text) } else { text };
        self.letters.push_str(text);
        self.runs.push_str(&run(text, Look { link: self.link.is_some(), ..self.look }));
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.heading = Some(rank(level)),
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => {
                self.end_paragraph();
                (self.code, self.look.code) = (true, true);
            }
            Tag::List(start) => {
                self.end_paragraph();
                let number = start.map_or(1, |start| {
                    self.body.lists.push(start);
                    self.body.lists.len() + 1
                });
                self.lists.push(number);
            }
            Tag::Item => self.marked = true,
            Tag::Emphasis => self.look.italic = true,
            Tag::Strong => self.look.bold = true,
            Tag::Strikethrough => self.look.struck = true,
            Tag::Link { dest_url, .. } => self.start_link(&dest_url),
            Tag::Table(_) => self.table = Some(Table::default()),
            Tag::TableHead | Tag::TableRow => {
                self.table.iter_mut().for_each(|table| table.rows.push(Vec::new()));
            }
            Tag::HtmlBlock | Tag::Paragraph | Tag::TableCell | Tag::Image { .. } => {}
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) | Tag::Superscript | Tag::Subscript => {}
            Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::Item => self.end_paragraph(),
            TagEnd::Heading(_) => {
                self.end_paragraph();
                self.heading = None;
            }
            TagEnd::BlockQuote(_) => {
                self.end_paragraph();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.end_paragraph();
                (self.code, self.look.code) = (false, false);
            }
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::Emphasis => self.look.italic = false,
            TagEnd::Strong => self.look.bold = false,
            TagEnd::Strikethrough => self.look.struck = false,
            TagEnd::Link => self.end_link(),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead | TagEnd::TableRow | TagEnd::Image => {}
            TagEnd::FootnoteDefinition | TagEnd::MetadataBlock(_) | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::DefinitionList | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => {}
        }
    }

    /// A target that opens a page or a mail is a link; any other would run something on the reader's machine.
    fn start_link(&mut self, target: &str) {
        let safe = ["https://", "http://", "mailto:"].iter().any(|scheme| target.to_lowercase().starts_with(scheme));
        if safe && !target.contains(char::is_whitespace) {
            self.body.links.push(target.to_owned());
            self.link = Some(self.body.links.len());
            self.runs.push_str(&format!(r#"<w:hyperlink r:id="rLink{}" w:history="1">"#, self.body.links.len()));
        }
    }

    fn end_link(&mut self) {
        if self.link.take().is_some() {
            self.runs.push_str("</w:hyperlink>");
        }
    }

    fn end_paragraph(&mut self) {
        if self.runs.is_empty() && !self.marked {
            return;
        }
        let runs = std::mem::take(&mut self.runs);
        let letters = std::mem::take(&mut self.letters);
        let rtl = if letters.chars().any(char::is_alphabetic) { is_rtl(&letters) } else { self.rtl };
        let level = self.lists.len().min(9).saturating_sub(1);
        let heading = self.heading.map(|rank| format!("Heading{rank}"));
        let (style, more) = match (heading, self.lists.last()) {
            (Some(heading), _) => (heading, String::new()),
            (None, _) if self.code => ("CodeBlock".to_owned(), String::new()),
            (None, Some(number)) if self.marked => (
                "ListParagraph".to_owned(),
                format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>|"#),
            ),
            (None, Some(_)) => ("ListParagraph".to_owned(), format!(r#"|<w:ind w:left="{}"/>"#, 567 * (level + 1))),
            (None, None) if self.quotes > 0 => ("Quote".to_owned(), String::new()),
            (None, None) => ("Normal".to_owned(), String::new()),
        };
        self.marked = false;
        self.body.xml.push_str(&paragraph(&style, &more, rtl, &runs));
    }

    /// A cell keeps its runs until the table is complete.
    fn end_cell(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        let rtl = is_rtl(&std::mem::take(&mut self.letters));
        let head = self.table.as_ref().is_some_and(|table| table.rows.len() == 1);
        let xml = paragraph(if head { "TableHead" } else { "TableText" }, "", rtl, &runs);
        if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
            row.push(xml);
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let width = WIDTH / u32::try_from(columns).unwrap_or(1).max(1);
        let visual = if self.rtl { "<w:bidiVisual/>" } else { "" };
        self.body.xml.push_str(&paragraph("AfterTable", "", self.rtl, ""));
        self.body.xml.push_str(&format!(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>{visual}<w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>{}</w:tblGrid>"#,
            format!(r#"<w:gridCol w:w="{width}"/>"#).repeat(columns)
        ));
        for (at, row) in table.rows.iter().enumerate() {
            let head = if at == 0 { "<w:tblHeader/>" } else { "" };
            self.body.xml.push_str(&format!("<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>"));
            for column in 0..columns {
                let empty = || cell(width, 1, "TableText", &[], self.rtl);
                let filled =
                    |xml: &String| format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{xml}</w:tc>"#);
                let xml = row.get(column).map_or_else(empty, filled);
                self.body.xml.push_str(&xml);
            }
            self.body.xml.push_str("</w:tr>");
        }
        // The empty paragraph keeps two tables apart: tables that touch are one to Word.
        self.body.xml.push_str("</w:tbl>");
        self.body.xml.push_str(&paragraph("AfterTable", "", self.rtl, ""));
    }
}

fn rank(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 | HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => 3,
    }
}
