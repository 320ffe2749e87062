//! Our sources as the rules read them: tokens without the tests in them, so that no macro or odd spacing hides anything,
//! and functions with their lengths.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::Visit;

/// The layers, lowest first; a module may name only those before its own.
pub const LAYERS: &[&str] = &[
    "domain", "words", "config", "links", "schema", "db", "facts", "read", "write", "exchange", "mail", "jobs", "web",
    "cli",
];

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// One token with its line.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

/// One function: name, where it begins, how long it is, what it says of itself, its tokens.
#[derive(Clone, Debug)]
pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
    pub public: bool,
    pub signature: Vec<String>,
    pub body: Vec<Token>,
}

/// One file.
pub struct Source {
    /// From the root, with `/`.
    pub path: String,
    pub text: String,
    /// All tokens but tests and comments.
    pub tokens: Vec<Token>,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Source {
        let stream: TokenStream = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut tokens = Vec::new();
        flat(stream, &mut tokens);
        Source { path: path.to_owned(), text: text.to_owned(), tokens }
    }

    /// `src/web/pages/home.rs` is `web`.
    pub fn layer(&self) -> Option<&'static str> {
        let first = self.path.strip_prefix("src/")?.split('/').next()?.trim_end_matches(".rs");
        LAYERS.iter().copied().find(|layer| *layer == first)
    }

    /// The names from the crate's root down to this file.
    pub fn module(&self) -> Vec<&str> {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        path.split('/').filter(|part| !matches!(*part, "lib" | "main")).collect()
    }

    pub fn is_in(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    /// Where these tokens stand one after the other.
    pub fn lines_of(&self, wanted: &[&str]) -> Vec<usize> {
        let here = |window: &[Token]| window.iter().zip(wanted).all(|(token, text)| token.text == *text);
        self.tokens.windows(wanted.len()).filter(|window| here(window)).map(|window| window[0].line).collect()
    }

    /// A place for a report.
    pub fn at(&self, line: usize, what: &str) -> String {
        format!("{}:{line} {what}", self.path)
    }

    /// The functions, without those of tests.
    pub fn functions(&self) -> Vec<Function> {
        let file = syn::parse_file(&self.text).unwrap_or_else(|error| panic!("{}: {error}", self.path));
        let mut reader = Functions { all: Vec::new(), text: &self.text };
        reader.visit_file(&file);
        reader.all
    }
}

/// All of `src`, read once.
pub fn sources() -> &'static [Source] {
    static ALL: OnceLock<Vec<Source>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all: Vec<Source> =
            files("src", "rs").into_iter().map(|(path, text)| Source::new(&path, &text)).collect();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        assert!(all.len() > 100, "the sources are there");
        all
    })
}

/// The files of a folder with this ending: path from the root, and text.
pub fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let there = walkdir::WalkDir::new(root().join(folder)).into_iter().map(Result::unwrap);
    let wanted = there.filter(|e| e.file_type().is_file() && e.path().extension().is_some_and(|end| end == ending));
    let path = |path: &Path| path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
    wanted.map(|entry| (path(entry.path()), std::fs::read_to_string(entry.path()).unwrap())).collect()
}

/// The tokens in a row; groups with their brackets, `::` as one, attributes of documentation and tests left out.
fn flat(stream: TokenStream, into: &mut Vec<Token>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut n = 0;
    while let Some(tree) = trees.get(n) {
        n += 1;
        if let (true, Some(TokenTree::Group(group))) = (is(tree, '#'), trees.get(n)) {
            let attribute = group.stream().to_string().replace(' ', "");
            n += 1;
            if attribute == "cfg(test)" {
                n = after_item(&trees, n);
            }
            continue;
        }
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = brackets(group.delimiter());
                into.push(Token { text: open.into(), line });
                flat(group.stream(), into);
                into.push(Token { text: close.into(), line: group.span_close().start().line });
            }
            TokenTree::Punct(_) if is(tree, ':') && trees.get(n).is_some_and(|next| is(next, ':')) => {
                n += 1;
                into.push(Token { text: "::".into(), line });
            }
            TokenTree::Punct(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => {
                into.push(Token { text: tree.to_string(), line });
            }
        }
    }
}

fn is(tree: &TokenTree, mark: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == mark)
}

/// Past the item that begins there: to its `;` or its last brace.
fn after_item(trees: &[TokenTree], from: usize) -> usize {
    let ends = |tree: &TokenTree| {
        is(tree, ';') || matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
    };
    trees[from..].iter().position(ends).map_or(trees.len(), |n| from + n + 1)
}

fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

struct Functions<'a> {
    all: Vec<Function>,
    text: &'a str,
}

impl Functions<'_> {
    fn add(&mut self, public: bool, signature: &syn::Signature, whole: proc_macro2::Span, body: proc_macro2::Span) {
        let (start, end) = (signature.span().start().line, whole.end().line);
        let tokens = |span: proc_macro2::Span| {
            let mut tokens = Vec::new();
            flat(self.text[span.byte_range()].parse().unwrap(), &mut tokens);
            tokens
        };
        let mut inner = tokens(body);
        inner.iter_mut().for_each(|token| token.line += body.start().line - 1);
        self.all.push(Function {
            name: signature.ident.to_string(),
            line: start,
            lines: end - start + 1,
            public,
            signature: tokens(signature.span()).into_iter().map(|token| token.text).collect(),
            body: inner,
        });
    }
}

/// Whether what carries these is a test or only there for tests.
pub fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test(&item.attrs) {
            self.add(matches!(item.vis, syn::Visibility::Public(_)), &item.sig, item.span(), item.block.span());
            syn::visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(matches!(item.vis, syn::Visibility::Public(_)), &item.sig, item.span(), item.block.span());
    }
}
