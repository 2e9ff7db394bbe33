//! Prepares the Tauri window. Where the UI was not built yet (`cargo xtask` does that), a page that
//! says so stands in, so that the app still compiles.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[cfg(feature = "desktop")]
    {
        let page = std::path::Path::new("ui/dist/inbox/index.html");
        println!("cargo:rerun-if-changed={}", page.display());
        if !page.is_file() {
            std::fs::create_dir_all("ui/dist/inbox")?;
            std::fs::write(page, "<!doctype html><title>Baton</title><p>Run cargo xtask run.</p>")?;
        }
        tauri_build::try_build(
            tauri_build::Attributes::new().capabilities_path_pattern("src-tauri/capabilities/**/*"),
        )?;
    }
    Ok(())
}
