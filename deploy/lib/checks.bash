# What must be so before anything is touched. For deploy/install.

check_machine() {
    local version
    version=$(. /etc/os-release 2>/dev/null && printf '%s %s' "$ID" "${VERSION_ID-}") || version=
    [[ $version == 'debian 12' ]] || die "this is not Debian 12 (${version:-unknown}); install that first"
    [[ -n $dry || $(id -u) == 0 ]] || die 'must be root; type: sudo deploy/install …'
    [[ -n $given || -e $settings ]] || die 'the site has no settings yet; name them with --settings FILE (deploy/example.toml shows how)'
    [[ -z $given || -r $given ]] || die "$given: cannot be read; name the settings with --settings FILE"
    [[ -z $layout || $layout =~ ^[a-z]+$ ]] || die "--keyboard $layout: not a layout such as jp or us"
    local free
    free=$(df --output=avail -m /opt | tail -1)
    ((free > 3000)) || die "/opt has ${free} MB left and 3000 are needed; make room there"
    [[ -z $bundle ]] || check_bundle
}
check_bundle() {
    [[ -r $bundle/SHA256SUMS ]] || die "$bundle: not a bundle; make one with deploy/bundle"
    (cd -- "$bundle" && sha256sum --quiet --strict -c SHA256SUMS >/dev/null 2>&1) ||
        die "$bundle: damaged; copy it again from where it was made"
}
