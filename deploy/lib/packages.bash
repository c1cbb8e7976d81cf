# Debian packages, from the registries of this machine or from a bundle. For
# deploy/install.

wanted_packages() {
    listed "$checkout/deploy/packages"
    if grep -qE '^[^#]*kind *= *"cups"' "${given:-$settings}"; then
        listed "$checkout/deploy/packages-cups"
    fi
}
missing_packages() {
    local package
    wanted_packages | while read -r package; do
        is_installed "$package" || printf '%s\n' "$package"
    done
}
apt() {
    local told options=()
    if [[ -n $bundle ]]; then
        printf 'deb [trusted=yes] file:%s/packages ./\n' "$bundle" >"$stage/bundle.list"
        options=(-o "Dir::Etc::SourceList=$stage/bundle.list" -o Dir::Etc::SourceParts=/dev/null
            -o "Dir::State::Lists=$stage/lists" -o "APT::Sandbox::User=root")
        mkdir -p "$stage/lists/partial"
    fi
    told=$(apt-get -q "${options[@]}" "$@" 2>&1) || {
        printf '%s\n' "$told" >&2
        die "apt-get $1 failed (see above); ${bundle:+is the bundle of this Debian? }nothing of the kiosk was changed"
    }
}
install_packages() {
    local missing
    mapfile -t missing < <(missing_packages)
    [[ ${#missing[@]} -gt 0 ]] || return 0
    say "installing ${#missing[@]} Debian packages and what they need"
    remember_here
    installed_packages >"$stage/packages-before"
    # No service starts before its settings are there.
    hold_services
    apt update
    apt install -y --no-install-recommends "${missing[@]}"
    release_services
    installed_packages | comm -13 "$stage/packages-before" - >>"$memory/packages"
}
