"""Subsets the three typefaces for scripts/vendor: a small first file for French, further files that a browser fetches
only when a page holds a letter of theirs (see the unicode-range lines in assets/css/02-fonts.css)."""
import io
import sys
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

SOURCE, TARGET = sys.argv[1], sys.argv[2]

# What French pages hold on nearly every screen. The rest of Latin-1 is in the « -l1 » files.
FRENCH = ("20-5F 61-7A 7C A0 AB B0 B7 BB C0-C2 C4 C7-CB CE-CF D4 D6 D9 DB-DC E0-E4 E7-EB ED-EF F1 F3-F6 F9-FC FF "
          "152-153 2009 2011 2013-2014 2019 2026 202F 203A 20AC")
TITLES = ("20-22 25-3F 41-5A 61-7A A0 AB B0 B7 BB C0-C2 C7-CB CE-CF D4 D9 DB E0-E2 E4 E7-EB EE-EF F4 F6 F9 FB-FC 153 "
          "2009 2011 2013-2014 2019 2026 202F 203A")
# The names of Europe's east and of Turkey as France's schools have them; the rest of the extended letters is seldom.
NEIGHBOURS = ("102-107 10C-111 118-11B 11E-11F 130-131 141-144 147-148 150-151 158-15B 15E-165 16E-171 179-17E 218-21B")
FIRST_NAMES = ("20 27 2D 41-5A 61-7A C0 C2 C7-CB CE-CF D4 D6 DB-DC E0-E2 E4 E7-EB ED-EF F1 F4 F6 F9 FB-FC FF 153 2019")
KEPT = ["kern", "mark", "ccmp", "locl", "liga"]


def points(ranges):
    found = set()
    for part in ranges.split():
        low, _, high = part.partition("-")
        found.update(range(int(low, 16), int(high or low, 16) + 1))
    return found


def face(package, script, **axes):
    font = TTFont(f"{SOURCE}/{package}/files/{package}-{script}-wght-normal.woff2")
    font = instancer.instantiateVariableFont(font, axes)
    stored = io.BytesIO()
    font.save(stored)  # written and read again: the subsetter trips over an instance that was never stored
    font = TTFont(io.BytesIO(stored.getvalue()))
    # None has the narrow no-break space or the no-break hyphen: without them a browser takes these from another font.
    for table in font["cmap"].tables:
        for missing, like in ((0x202F, 0x2009), (0x2011, 0x2010), (0x2011, 0x2D)):
            if like in table.cmap and missing not in table.cmap:
                table.cmap[missing] = table.cmap[like]
    return font


def write(font, name, wanted, features):
    options = subset.Options()
    options.flavor, options.hinting, options.layout_features, options.name_IDs = "woff2", False, features, [13]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    subset.save_font(font, f"{TARGET}/{name}.woff2", options)
    print(f"{name}: {len(font.getBestCmap())} letters")


def all_but(font, known):
    return set(font.getBestCmap()) - known


def family(name, package, first, features, scripts, **axes):
    write(face(package, scripts[0][1], **axes), name, points(first), features)
    for suffix, script in [("l1", scripts[0][1]), *scripts[1:]]:
        wanted = all_but(face(package, script, **axes), points(first))
        if suffix == "ext":
            write(face(package, script, **axes), f"{name}-est", wanted & points(NEIGHBOURS), features)
            wanted -= points(NEIGHBOURS)
        write(face(package, script, **axes), f"{name}-{suffix}", wanted, features)


family("texte", "atkinson-hyperlegible-next", FRENCH, KEPT, [("", "latin"), ("ext", "latin-ext")], wght=(400, 700))
family("titre", "bricolage-grotesque", TITLES, KEPT, [("", "latin"), ("ext", "latin-ext"), ("viet", "vietnamese")], wght=700)
# The handwriting joins its letters by « calt ».
family("cursive", "playwrite-fr-moderne", FIRST_NAMES, [*KEPT, "calt"], [("", "fallback")], wght=400)
