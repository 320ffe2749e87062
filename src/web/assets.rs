//! The stylesheet, the script and the icon, embedded in the program. Each address carries the first eight hex digits of
//! the file's hash, so that a browser may keep it for a year and never sees an old one.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How long a browser may keep an asset: its address changes with its content.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

#[derive(rust_embed::RustEmbed)]
#[folder = "static/"]
struct Files;

/// One file as it is served.
pub struct Asset {
    pub digest: String,
    pub media_type: String,
    pub bytes: Cow<'static, [u8]>,
}

static ASSETS: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(|| {
    Files::iter()
        .filter_map(|name| {
            let file = Files::get(&name)?;
            let digest = hex::encode(&file.metadata.sha256_hash()[..4]);
            let media_type = file.metadata.mimetype().to_owned();
            Some((name.into_owned(), Asset { digest, media_type, bytes: file.data }))
        })
        .collect()
});

/// The address of a file of `static/`; of an unknown one, an address that answers 404.
pub fn url(name: &str) -> String {
    let digest = ASSETS.get(name).map_or("00000000", |asset| asset.digest.as_str());
    crate::links::asset(digest, name)
}

/// The file at an address, when name and hash belong together.
pub fn find(digest: &str, name: &str) -> Option<&'static Asset> {
    ASSETS.get(name).filter(|asset| asset.digest == digest)
}
