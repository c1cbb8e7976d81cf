# Units, and the switch to another version with the way back. For deploy/install.

make_user() {
    getent passwd "$user" >/dev/null ||
        useradd --system --user-group --home-dir "$data" --no-create-home \
            --shell /usr/sbin/nologin --comment Madoguchi "$user"
    mkdir -p "$data"
    chown "$user:" "$data"
    chmod 700 "$data"
}

make_backup_folder() {
    local folder
    folder=$(sed -n 's/^ReadWritePaths=-//p' /etc/systemd/system/madoguchi-backup.service.d/site.conf)
    [[ -z $folder ]] || install -d -o "$user" -g "$user" -m 700 -- "$folder"
}

# A key is made and sealed once, and no other when there is a store already: only its
# own key opens that, and the paper brings it back.
seal_key() {
    grep -qE '^[^#]*key_credential *=' "$settings" || return 0
    [[ ! -e $sealed ]] || return 0
    if compgen -G "$store_folder/*.db" >/dev/null; then
        die "there is a store but no sealed key; seal it from its paper: madoguchi reseal"
    fi
    head -c 32 /dev/urandom | /usr/local/sbin/madoguchi-seal "$sealed" 2>"$stage/told" || {
        cat "$stage/told" >&2
        die 'the key of the store cannot be sealed (see above)'
    }
    systemd-creds has-tpm2 -q >/dev/null ||
        say 'this PC has no TPM 2 that is switched on: the key is sealed by a key on the same disk'
    say 'print the key on paper before the first visitor comes: madoguchi store recovery print'
}

set_units() {
    local unit
    [[ -e $memory/units ]] || for unit in "${enabled[@]}"; do
        printf '%s %s\n' "$unit" "$(systemctl is-enabled "$unit" 2>/dev/null || true)"
    done >"$memory/units"
    systemctl mask -q "${masked[@]}" 2>/dev/null
    systemctl enable -q "${enabled[@]}" 2>/dev/null
}

link() {
    ln -sfn -- "$1" "$home/current.new"
    mv -fT -- "$home/current.new" "$home/current"
}

# Starts $version. If it does not come up, the last one runs again, with its files and
# the store as they were: a newer version may have written what an older cannot read.
switch_over() {
    last=$(readlink -- "$home/current" || true)
    if ! is_running; then
        link "$version"
        say 'ready; the kiosk starts when this machine is started'
        return
    fi
    apply_settings
    systemctl stop madoguchi
    rm -rf -- "$memory/data"
    cp -a -- "$data" "$memory/data"
    switched=yes
    link "$version"
    if ! systemctl restart madoguchi-screen madoguchi || ! stays_up; then
        die "${version##*/} does not come up; journalctl -u madoguchi says why${last:+; ${last##*/} runs again}"
    fi
    switched=''
    rm -rf -- "$memory/data"
}
apply_settings() {
    systemctl daemon-reload
    swapoff -a
    sysctl -q --system >/dev/null 2>&1 || true
    systemctl restart nftables systemd-journald systemd-timesyncd usbguard pcscd.socket \
        apt-daily.timer apt-daily-upgrade.timer madoguchi-backup.timer madoguchi-slip.timer
}
# Up is what has told so (Type=notify) and has not ended in the first seconds.
stays_up() {
    local begun
    begun=$(systemctl show -P InvocationID madoguchi)
    for _ in {1..15}; do
        sleep 1
        [[ $(systemctl is-active madoguchi) == active ]] || return 1
        [[ $(systemctl show -P InvocationID madoguchi) == "$begun" ]] || return 1
    done
}
return_to_last_version() {
    systemctl stop madoguchi
    rm -rf -- "${data:?}"
    mv -- "$memory/data" "$data"
    if [[ -n $last ]]; then
        link "$last"
        systemctl daemon-reload
        apply_settings
        systemctl restart madoguchi-screen madoguchi
    else
        rm -f -- "$home/current"
    fi
}

# This version and the one before it stay.
prune() {
    local own
    for own in "$home"/versions/*; do
        [[ $own == "$version" || $own == "$last" ]] || rm -rf -- "$own"
    done
}
