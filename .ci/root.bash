# A fresh Debian 12 root made by debootstrap, in a temporary folder that is deleted again.
# Shared by .ci/fresh-root and .ci/fresh-install, which set $packages.
#
# What reaches the package indexes on this machine (apt sources, certificates, pip's
# settings) is lent to the root.

[[ $(id -u) == 0 ]] || { echo "${0##*/}: must be root (chroot, mount)" >&2; exit 1; }
checkout=$(cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd -P)
root=$(mktemp -d -p "${1:-${TMPDIR:-/var/tmp}}" "${0##*/}.XXXXXX")
chmod 755 "$root"
mounted=()

finish() {
    local i
    for ((i = ${#mounted[@]} - 1; i >= 0; i--)); do
        umount "${mounted[i]}" || umount --lazy "${mounted[i]}"
    done
    # Whatever is still mounted belongs to this machine: never delete through it.
    if grep -qE " $root[/ ]" /proc/self/mounts; then
        echo "${0##*/}: still mounted below $root; nothing deleted" >&2
    else
        rm -rf --one-file-system -- "$root"
    fi
}
trap finish EXIT

lend() { # TYPE SOURCE TARGET [OPTIONS]
    mkdir -p "$root$3"
    mount -t "$1" -o "${4:-defaults}" "$2" "$root$3"
    mounted+=("$root$3")
}
copy() {
    for path in "$@"; do
        [[ -e $path ]] || continue
        mkdir -p "$root$(dirname "$path")"
        cp -aL "$path" "$root$(dirname "$path")/"
    done
}
inside() { # as USER: COMMAND...
    local who=$1
    shift
    chroot "$root" setpriv --reuid="$who" --regid="$who" --init-groups \
        env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        HOME="$(chroot "$root" getent passwd "$who" | cut -d: -f6)" TERM=xterm \
        "${lent[@]}" "$@"
}

echo "== a fresh Debian 12 in $root"
debootstrap --variant=minbase --include="$packages" bookworm "$root" >"$root.log" ||
    { tail -20 "$root.log"; exit 1; }
rm -f "$root.log"

# A mount point of its own: programs inside may make mount namespaces.
lend none "$root" '' bind
lend proc proc /proc
lend sysfs sysfs /sys ro
lend tmpfs tmpfs /dev/shm mode=1777
lend devpts devpts /dev/pts newinstance,ptmxmode=0666,mode=620
ln -sf pts/ptmx "$root/dev/ptmx"

copy /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/apt/keyrings /usr/share/keyrings \
    /etc/ssl/certs/ca-certificates.crt
for sources in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
    [[ ! -e $sources ]] || { rm -f "$root/etc/apt/sources.list"; copy "$sources"; }
done
for settings in /etc/apt/apt.conf.d/*; do
    if grep -qiE '^(Acquire::(Check|http|https)|Dir::)' "$settings"; then
        copy "$settings"
    fi
done

# Every pip setting but those of an environment, as variables; files they name are
# copied, folders of packages on this machine are lent read-only.
lent=()
while IFS='=' read -r key value; do
    value=${value#\'} value=${value%\'}
    key=${key##*.}
    key=PIP_${key//-/_}
    lent+=("${key^^}=$value")
    for word in ${value#file://}; do
        word=${word#file://}
        [[ $word == /* && -f $word ]] && copy "$word"
        [[ $word == /* && -d $word ]] || continue
        case $word in */simple) word=$(dirname "$word") ;; esac
        mountpoint -q "$root$word" || lend none "$word" "$word" bind,ro
    done
done < <(python3 -m pip config list)
for name in SSL_CERT_FILE REQUESTS_CA_BUNDLE http_proxy https_proxy no_proxy; do
    [[ ! -v $name ]] || lent+=("$name=${!name}")
done

take_checkout() { # TO: as it is committed
    mkdir -p "$root$1"
    git -C "$checkout" archive HEAD | tar -x -C "$root$1"
}
