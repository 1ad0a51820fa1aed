//! Turns `assets/` into what the binary serves: one style sheet, hashed names, brotli and gzip beside each file.
//!
//! Writes `$OUT_DIR/web` (embedded by `base/assets`), and two Rust files: `assets.rs` (the `Asset` enum and its table)
//! and `icons.rs` (the `Icon` enum). Never reaches the network: other people's work is committed by `scripts/vendor`.
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    for watched in ["css", "js", "img", "fonts", "vendor"] {
        println!("cargo::rerun-if-changed=assets/{watched}");
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    println!("cargo::rustc-env=PREAU_BUILT_AT={}", built_at());
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let web = out.join("web");
    // A file of an earlier build must not stay embedded under its old hash.
    let _ = fs::remove_dir_all(&web);
    fs::create_dir_all(&web).expect("OUT_DIR is ours to write");

    let mut site = Site::default();
    for folder in ["assets/fonts", "assets/img"] {
        for file in files_in(folder, &["woff2", "png", "svg", "webmanifest"]) {
            site.add(&name_of(&file), read(&file));
        }
    }
    let style = style_sheet(&site);
    site.add("app.css", style.into_bytes());
    add_modules(&mut site);
    site.write(&web);
    fs::write(out.join("assets.rs"), site.table()).expect("OUT_DIR is ours to write");
    fs::write(out.join("icons.rs"), icon_table()).expect("OUT_DIR is ours to write");
}

/// Seconds since 1970; reproducible builds say it by SOURCE_DATE_EPOCH.
fn built_at() -> u64 {
    let said = env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    said.unwrap_or_else(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |since| since.as_secs())
    })
}

/// What is served, by logical name (`app.css`).
#[derive(Default)]
struct Site {
    files: BTreeMap<String, Served>,
}

struct Served {
    /// `app.1a2b3c4d5e.css`
    path: String,
    plain: Vec<u8>,
    packed: Packed,
}

enum Packed {
    /// Small already: pictures, fonts.
    Not,
    Beside {
        brotli: Vec<u8>,
        gzip: Vec<u8>,
    },
    /// Nothing else is embedded: what is large and seldom asked for would weigh thrice.
    Alone {
        gzip: Vec<u8>,
    },
}

/// From so many bytes on a file is embedded packed alone.
const LARGE: usize = 256 * 1024;

impl Site {
    fn add(&mut self, name: &str, plain: Vec<u8>) {
        let (stem, extension) = name.rsplit_once('.').expect("an asset has an extension");
        let digest = ring::digest::digest(&ring::digest::SHA256, &plain);
        let hash: String = digest.as_ref()[..5].iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let packed = match extension {
            "woff2" | "png" => Packed::Not,
            _ if plain.len() >= LARGE => Packed::Alone { gzip: gzip(&plain) },
            _ => Packed::Beside { brotli: brotli(&plain), gzip: gzip(&plain) },
        };
        let path = format!("{stem}.{hash}.{extension}");
        let before = self.files.insert(name.to_owned(), Served { path, plain, packed });
        assert!(before.is_none(), "two assets are called {name}");
    }

    fn path(&self, name: &str) -> &str {
        &self.files.get(name).unwrap_or_else(|| panic!("assets/ has no {name}")).path
    }

    fn write(&self, web: &Path) {
        for served in self.files.values() {
            let put = |ending: &str, bytes: &[u8]| {
                fs::write(web.join(format!("{}{ending}", served.path)), bytes).expect("OUT_DIR is ours to write");
            };
            match &served.packed {
                Packed::Not => put("", &served.plain),
                Packed::Beside { brotli, gzip } => {
                    put("", &served.plain);
                    put(".br", brotli);
                    put(".gz", gzip);
                }
                Packed::Alone { gzip } => put(".gz", gzip),
            }
        }
    }

    /// The enum that pages name their files by: a file that is gone does not compile.
    fn table(&self) -> String {
        let mut variants = String::new();
        let mut rows = String::new();
        for (name, served) in &self.files {
            let variant = variant(name);
            let (packed, brotli, gzip) = match &served.packed {
                Packed::Not => ("Not", served.plain.len(), served.plain.len()),
                Packed::Beside { brotli, gzip } => ("Beside", brotli.len(), gzip.len()),
                Packed::Alone { gzip } => ("Alone", gzip.len(), gzip.len()),
            };
            let _ = writeln!(variants, "    /// `{name}`\n    {variant},");
            let _ = writeln!(
                rows,
                "    Entry {{ href: {:?}, media_type: {:?}, packed: Packed::{packed}, weight: Weight {{ plain: {}, brotli: {brotli}, gzip: {gzip} }} }},",
                format!("/actifs/{}", served.path),
                media_type(name),
                served.plain.len(),
            );
        }
        format!(
            "#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Asset {{\n{variants}}}\n\n/// In the order of the enum, which is that of the names.\nstatic ENTRIES: [Entry; {}] = [\n{rows}];\n",
            self.files.len()
        )
    }
}

/// One style sheet out of `assets/css`, in name order; a browser makes one request for it.
fn style_sheet(site: &Site) -> String {
    let mut style = String::new();
    for file in files_in("assets/css", &["css"]) {
        style.push_str(&text(&file));
        style.push('\n');
    }
    squeeze_css(&replace_between(&style, "url(", ")", |inside| {
        let inside = inside.trim_matches(['"', '\'']);
        if inside.starts_with("data:") {
            return format!("url({inside})");
        }
        let name = inside.rsplit('/').next().expect("split gives at least one part");
        format!("url({})", site.path(name))
    }))
}

/// Comments and blank space out; everything else as written, strings untouched.
fn squeeze_css(style: &str) -> String {
    let mut squeezed = String::with_capacity(style.len());
    let mut rest = style;
    while let Some(next) = rest.chars().next() {
        if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
        } else if next == '"' || next == '\'' {
            let end = rest[1..].find(next).map_or(rest.len(), |at| at + 2);
            squeezed.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if next.is_whitespace() {
            rest = rest.trim_start();
            let needless = squeezed.is_empty() || squeezed.ends_with(['{', '}', ';', ',', ':', ' ']);
            if !needless && !rest.starts_with(['{', '}', ';', ',']) {
                squeezed.push(' ');
            }
        } else {
            squeezed.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    squeezed.replace(";}", "}")
}

/// Our modules and the vendored ones, each after those that it imports: a hash covers the hashes below it.
fn add_modules(site: &mut Site) {
    let mut waiting: BTreeMap<String, String> = BTreeMap::new();
    for file in files_in("assets/js", &["js"]) {
        waiting.insert(name_of(&file), squeeze_js(&text(&file)));
    }
    for folder in folders_in("assets/vendor") {
        for file in files_in(&folder, &["js"]) {
            waiting.insert(name_of(&file), text(&file));
        }
    }
    while !waiting.is_empty() {
        let ready = waiting
            .iter()
            .find(|(_, source)| imports(source).iter().all(|name| !waiting.contains_key(name)))
            .map(|(name, _)| name.clone())
            .expect("modules must not import each other in a circle");
        let source = waiting.remove(&ready).expect("found just above");
        let linked = replace_between(&source, "\"./", "\"", |name| {
            if name.ends_with(".js") { format!("\"./{}\"", site.path(name)) } else { format!("\"./{name}\"") }
        });
        site.add(&ready, linked.into_bytes());
    }
}

fn imports(source: &str) -> Vec<String> {
    source
        .split("\"./")
        .skip(1)
        .filter_map(|after| after.split_once('"'))
        .map(|(name, _)| name.to_owned())
        .filter(|name| name.ends_with(".js"))
        .collect()
}

/// Whole-line comments and indentation only: our modules hold no string of several lines, so nothing else can change.
fn squeeze_js(source: &str) -> String {
    source
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .fold(String::new(), |kept, line| kept + line + "\n")
}

/// Rewrites what stands from each `open` to the next `close`, these included; `with` is given what is between.
fn replace_between(source: &str, open: &str, close: &str, with: impl Fn(&str) -> String) -> String {
    let mut result = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = rest.split_once(open) {
        let (inside, after) = after.split_once(close).expect("what is opened is closed");
        result.push_str(before);
        result.push_str(&with(inside));
        rest = after;
    }
    result + rest
}

/// Each chosen icon as a variant, with the inside of its drawing.
fn icon_table() -> String {
    let mut variants = String::new();
    let mut rows = String::new();
    for file in files_in("assets/vendor/lucide", &["svg"]) {
        let source = text(&file);
        let name = name_of(&file);
        let (_, after) = source.split_once("<svg").expect("an icon is an svg");
        let (_, inside) = after.split_once('>').expect("a tag ends");
        let (inside, _) = inside.split_once("</svg>").expect("an svg ends");
        let drawing = drawing(inside);
        let _ = writeln!(variants, "    /// `{name}`\n    {},", variant(name.trim_end_matches(".svg")));
        let _ = writeln!(rows, "    {drawing:?},");
    }
    let count = rows.lines().count();
    format!(
        "#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Icon {{\n{variants}}}\n\nstatic DRAWINGS: [&str; {count}] = [\n{rows}];\n"
    )
}

/// Strokes that follow one another become one path: a page holds two dozen icons.
fn drawing(inside: &str) -> String {
    let (mut drawing, mut ends_with_stroke) = (String::new(), false);
    for shape in inside.lines().map(|line| line.trim().replace(" />", "/>")) {
        let alone = shape.strip_prefix("<path d=\"").and_then(|rest| rest.strip_suffix("\"/>"));
        match alone.filter(|stroke| ends_with_stroke && stroke.starts_with('M') && !stroke.contains('"')) {
            Some(stroke) => {
                drawing.truncate(drawing.len() - "\"/>".len());
                drawing += stroke;
                drawing += "\"/>";
            }
            None => drawing += &shape,
        }
        ends_with_stroke = alone.is_some_and(|stroke| !stroke.contains('"'));
    }
    drawing
}

/// `app.css` → `AppCss`, `circle-check` → `CircleCheck`.
fn variant(name: &str) -> String {
    name.split(['.', '-', '_']).map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        _ => panic!("{name}: which media type?"),
    }
}

fn brotli(plain: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &plain[..], &mut packed, &params).expect("memory does not fail");
    packed
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(plain).expect("memory does not fail");
    packer.finish().expect("memory does not fail")
}

fn files_in(folder: impl AsRef<Path>, extensions: &[&str]) -> Vec<PathBuf> {
    let known = |path: &PathBuf| path.extension().is_some_and(|e| extensions.iter().any(|x| e == *x));
    let mut found: Vec<_> = entries(folder.as_ref()).into_iter().filter(known).collect();
    found.sort();
    found
}

fn folders_in(folder: &str) -> Vec<PathBuf> {
    entries(Path::new(folder)).into_iter().filter(|path| path.is_dir()).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let list = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    list.map(|entry| entry.expect("a folder can be read").path()).collect()
}

fn name_of(file: &Path) -> String {
    file.file_name().expect("a file has a name").to_string_lossy().into_owned()
}

fn read(file: &Path) -> Vec<u8> {
    fs::read(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

fn text(file: &Path) -> String {
    String::from_utf8(read(file)).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}
