//! Finds the widget's built files. When the widget was not built (`cargo xtask` does that), the hub
//! still compiles, with pages that say so.

use std::path::PathBuf;
use std::{env, fs};

const FILES: [&str; 7] =
    ["loader.js", "panel.html", "panel.js", "panel.css", "demo.html", "demo.js", "demo.css"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dist = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../ui/dist/widget");
    println!("cargo:rerun-if-changed={}", dist.display());
    for file in FILES {
        println!("cargo:rerun-if-changed={}", dist.join(file).display());
    }
    let built = FILES.iter().all(|file| dist.join(file).is_file());
    let from = if built { dist.canonicalize()? } else { placeholders()? };
    println!("cargo:rustc-env=WIDGET_DIST={}", from.display());
    Ok(())
}

fn placeholders() -> Result<PathBuf, Box<dyn std::error::Error>> {
    println!("cargo:warning=the widget is not built; build with `cargo xtask hub` or run");
    let folder = PathBuf::from(env::var("OUT_DIR")?).join("widget");
    fs::create_dir_all(&folder)?;
    for file in FILES {
        let text = match file.rsplit('.').next() {
            Some("js") => "console.error('Baton: this hub was built without its widget.');",
            Some("html") => {
                "<!doctype html><title>Baton</title><p>This hub was built without its \
                             widget. Build it with cargo xtask.</p>"
            }
            _ => "",
        };
        fs::write(folder.join(file), text)?;
    }
    Ok(folder)
}
