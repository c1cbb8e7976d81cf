# Shared by deploy/install and deploy/uninstall, which set $name.

user=madoguchi
home=/opt/madoguchi
settings=/etc/madoguchi/kiosk.toml
data=/var/lib/madoguchi
# What was on this machine before, for the way back.
memory=/var/lib/madoguchi-install
masked=(getty@.service autovt@.service ctrl-alt-del.target debug-shell.service swap.target)
enabled=(nftables.service usbguard.service pcscd.socket systemd-timesyncd.service
    apt-daily.timer apt-daily-upgrade.timer unattended-upgrades.service
    madoguchi-screen.service madoguchi.service madoguchi-backup.timer
    madoguchi-slip.timer)
sealed=/etc/madoguchi/store-key.cred

say() { printf '%s: %s\n' "$name" "$*" >&2; }
die() { say "$*"; exit 1; }

# Whether systemd runs this machine; in a root that is only being made it does not.
is_running() { [[ -d /run/systemd/system ]]; }

listed() { sed -e 's/#.*//' -e '/^ *$/d' -- "$1"; }

is_installed() {
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

remember_here() {
    mkdir -p "$memory"
    chmod 700 "$memory"
}

installed_packages() { dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort -u; }

# Debian's scripts neither start nor stop a service until they are released.
policy=/usr/sbin/policy-rc.d own_policy=''
hold_services() {
    [[ ! -e $policy ]] || return 0
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    own_policy=yes
}
release_services() {
    [[ -z $own_policy ]] || rm -f "$policy"
    own_policy=''
}
