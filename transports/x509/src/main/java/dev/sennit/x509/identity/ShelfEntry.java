package dev.sennit.x509.identity;

import dev.sennit.x509.watch.WatchedFiles;

/** One identity on the shelf, and its files. For one thread at a time. */
record ShelfEntry(IdentityFiles files, WatchedFiles<Identity> identity) {
    private static final System.Logger LOG = System.getLogger(ShelfEntry.class.getPackageName());

    static ShelfEntry of(IdentityFiles files) {
        return new ShelfEntry(files, new WatchedFiles<>("certificate", files.paths(), files::read, LOG));
    }
}
