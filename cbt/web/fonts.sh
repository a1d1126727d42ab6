#!/bin/sh
# Makes the fonts in static/fonts/ again, from the project's root, after `npm ci`: `pip install fonttools brotli`, then `npm run fonts`.
# The two large subsets are cut to the letters our languages use (Kazakh, Kyrgyz, Tajik, Uzbek, Turkmen), so that a lesson stays small.
set -eu
there=node_modules/@fontsource-variable
here=cbt/web/static/fonts

cut() {
    pyftsubset "$there/noto-sans/files/noto-sans-$1-wght-normal.woff2" \
        --unicodes="$2" --layout-features='*' --flavor=woff2 --output-file="$here/noto-sans-$1.woff2"
}

cp "$there/noto-sans/files/noto-sans-latin-wght-normal.woff2" "$here/noto-sans-latin.woff2"
cp "$there/noto-sans/files/noto-sans-cyrillic-wght-normal.woff2" "$here/noto-sans-cyrillic.woff2"
cp "$there/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2" "$here/vazirmatn-arabic.woff2"
cp "$there/noto-sans/LICENSE" "$here/noto-sans-OFL.txt"
cp "$there/vazirmatn/LICENSE" "$here/vazirmatn-OFL.txt"
cut latin-ext U+0100-017F,U+018F,U+01E6-01E7,U+0259,U+02B9-02BA,U+02BD-02BF,U+1E9E
cut cyrillic-ext U+048A-052F,U+20B4
