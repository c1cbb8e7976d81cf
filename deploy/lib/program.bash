# The program, each version in a folder of its own. For deploy/install.

pack() {
    tar -C "$checkout" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
        --exclude=__pycache__ --exclude='*.mo' --exclude='.*.swp' -cf "$1" \
        bin deploy docs kiosk locales pyproject.toml requirements.lock README.md LICENSE \
        CHANGELOG.md kiosk.toml
}
name_version() {
    pack "$stage/program.tar"
    local number sum
    number=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$checkout/pyproject.toml")
    sum=$(sha256sum <"$stage/program.tar")
    version=$home/versions/$number-${sum:0:12}
}
set_up_version() {
    [[ ! -e $version/complete ]] || return 0
    say "setting up ${version##*/} (some minutes)"
    rm -rf -- "$version"
    new_version=$version
    mkdir -p "$version"
    tar -xf "$stage/program.tar" -C "$version"
    local offline=()
    [[ -z $bundle ]] || offline=(PIP_NO_INDEX=1 "PIP_FIND_LINKS=$bundle/python" PIP_INDEX_URL=)
    env "${offline[@]}" "$version/bin/run" --setup-only </dev/null
    "$version/.venv/bin/python" -m compileall -q "$version/kiosk"
    touch "$version/complete"
}
kiosk() { "$version/.venv/bin/kiosk" "$@"; }
