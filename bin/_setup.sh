# Shared by bin/run and bin/test, which set $name and $root. POSIX sh.

venv=$root/.venv
unset PYTHONPATH PYTHONHOME

say() { printf '%s: %s\n' "$name" "$*" >&2; }
die() { say "$*"; exit 1; }

# Runs a command that is only worth reading when it fails.
quietly() {
    told=$("$@" 2>&1) || { printf '%s\n' "$told" >&2; return 1; }
}

# Runs a command as root: as we are, or by sudo if it asks for no password.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
may_be_root() {
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

# need_packages PACKAGE...: installs those that are missing, or says what to type.
need_packages() {
    command -v dpkg-query >/dev/null || return 0
    missing=
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null |
            grep -qx installed || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    may_be_root ||
        die "Debian packages are missing; type: sudo apt-get install$missing"
    say "installing$missing"
    # shellcheck disable=SC2086 # one word a package
    quietly as_root apt-get update -q &&
        quietly as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -q --no-install-recommends $missing ||
        die "apt-get failed (see above); type: sudo apt-get install$missing"
}

# The interpreter the dependencies are locked for.
find_python() {
    for python in python3.11 python3; do
        "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
            2>/dev/null && return
    done
    die "Python 3.11 is needed (Debian 12 has it); type: sudo apt-get install python3.11 python3.11-venv"
}

# fingerprint FILE...: changes when a file does, or when the checkout is moved.
fingerprint() {
    { printf '%s\n' "$root" && cat -- "$@"; } | sha256sum
}

# One requirement of a lock file, with its hashes.
locked() {
    awk -v want="$1==" '/^[^ #]/ { on = index($0, want) == 1 } on' "$2"
}

pip_install() {
    quietly "$venv/bin/python" -m pip install --disable-pip-version-check "$@" ||
        die "pip failed (see above); is the package index within reach?"
}

# set_up_python STAMP LOCK...: the environment, with exactly what is locked. Does
# nothing when STAMP says that it is there already.
set_up_python() {
    stamp=$venv/$1
    shift
    wanted=$(fingerprint "$@" "$root/pyproject.toml")
    if [ -x "$venv/bin/kiosk" ] && [ -x "$venv/bin/python" ] && [ -f "$stamp" ]; then
        read -r made <"$stamp" || made=
        [ "$made" != "${wanted%% *}" ] || return 0
    fi
    # Two starts at once must not build the same environment.
    exec 9<"$root"
    flock 9
    need_packages $build_packages
    find_python
    say "setting up Python (once; some minutes)"
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 ||
        "$python" -m venv --clear "$venv" >&2 || die "no environment in $venv"
    # Every source is built with the locked setuptools: nothing unlocked is run.
    tools=$venv/tools.lock
    { locked pip "$root/requirements.lock" &&
        locked setuptools "$root/requirements.lock"; } >"$tools"
    pip_install --require-hashes -r "$tools"
    for lock in "$@"; do
        pip_install --require-hashes --no-build-isolation -r "$lock"
    done
    pip_install --no-deps --no-build-isolation --no-index --editable "$root"
    printf '%s\n' "${wanted%% *}" >"$stamp"
    exec 9<&-
}

# The words of every language, compiled where they have changed.
set_up_words() {
    for words in "$root"/locales/*/LC_MESSAGES/kiosk.po; do
        [ -f "$words" ] || continue
        # In dash nothing is newer than a file that is not there.
        if [ ! -f "${words%.po}.mo" ] || [ "$words" -nt "${words%.po}.mo" ]; then
            "$venv/bin/pybabel" -q compile -d "$root/locales" -D kiosk >&2 ||
                die "the words in $root/locales do not compile (see above)"
            return
        fi
    done
}
