# The files of deploy/files and those made of the settings: made and checked aside, then
# put in place one by one. For deploy/install.

# Every file as it is to be, below $files, with its final mode.
stage_files() {
    mkdir -p "$files"
    cp -a -- "$checkout/deploy/files/." "$files/"
    chmod -R u=rwX,go=rX "$files"
    # USBGuard does not start with settings that others can read.
    chmod 600 "$files/etc/madoguchi/usbguard.conf"
    # A layout that was chosen once stays.
    [[ -n $layout ]] || layout=$(sed -n 's/^keymap_layout=//p' /etc/madoguchi/weston.ini 2>/dev/null || true)
    sed -i "s/^keymap_layout=.*/keymap_layout=${layout:-jp}/" "$files/etc/madoguchi/weston.ini"
    [[ -z $given ]] || install -m 644 -- "$given" "$files$settings"
}
stage_site() {
    local own=$settings
    local drop_in=$files/etc/systemd/system/madoguchi.service.d
    [[ ! -e $files$settings ]] || own=$files$settings
    store_folder=$(kiosk machine folder --config "$own") || die 'the settings cannot be used (see above)'
    [[ $store_folder == "$data" || $store_folder == "$data"/* ]] ||
        die "store.path is in $store_folder; a kiosk keeps its data in $data"
    mkdir -p "$drop_in"
    kiosk machine unit --config "$own" >"$drop_in/site.conf" || refuse_settings
    mkdir -p "$files/etc/systemd/system/madoguchi-backup.service.d"
    kiosk machine backup --config "$own" \
        >"$files/etc/systemd/system/madoguchi-backup.service.d/site.conf" || refuse_settings
    mkdir -p "$files/etc/systemd/system/madoguchi-slip.service.d"
    kiosk machine unit --config "$own" \
        >"$files/etc/systemd/system/madoguchi-slip.service.d/site.conf" || refuse_settings
    stage_times "$own"
    kiosk machine network --config "$own" >"$files/etc/madoguchi/outbound.nft" || refuse_settings
    allowed_usb >"$files/etc/madoguchi/usbguard-rules.conf"
    chmod 600 "$files/etc/madoguchi/usbguard-rules.conf"
}
# Copies, updates and the slip of the morning, never while the desk is open.
stage_times() {
    local part folder
    for part in backup:madoguchi-backup lists:apt-daily upgrade:apt-daily-upgrade slip:madoguchi-slip; do
        folder=$files/etc/systemd/system/${part#*:}.timer.d
        mkdir -p "$folder"
        kiosk machine timer "${part%%:*}" --config "$1" >"$folder/site.conf" || refuse_settings
    done
    kiosk machine reboot --config "$1" >"$files/etc/apt/apt.conf.d/53madoguchi-site" || refuse_settings
}
refuse_settings() { die 'the settings ask for what a kiosk does not open (see above)'; }

# Keyboards, touch screens and bar-code readers (03), printers (07), card readers (0b)
# and hubs (09) that are plugged in now; with them, parts that their makers keep to
# themselves (ff), and adapters for a serial printer (02, 0a) where there is one.
allowed_usb() {
    local kinds='03|07|09|0b' all
    ! grep -qE '^[^#]*kind *= *"serial"' "${given:-$settings}" || kinds+='|02|0a|ff'
    all=$(usbguard generate-policy -P 2>/dev/null) || all=
    awk -v kinds="^($kinds):" '
        { split($0, part, /with-interface /); gsub(/[{}]/, "", part[2])
          sub(/with-connect-type.*/, "", part[2]); count = split(part[2], own, " "); known = 0
          for (i = 1; i <= count; i++) if (own[i] ~ kinds) known++; else if (own[i] !~ /^ff:/) known = -99
          if (known > 0) print; else print > "/dev/stderr" }' <<<"$all" 2>"$stage/refused-usb"
    sed -n 's/.*\(id [^ ]*\).* name \("[^"]*"\).*/\1 \2/p' "$stage/refused-usb" |
        while read -r device; do say "USB device not let in: $device"; done
    [[ -n $all ]] || say 'no USB device seen, so none is let in; run this again on the PC itself'
}
check_staged() {
    foot --check-config --config="$files/etc/madoguchi/foot.ini" >"$stage/told" 2>&1 ||
        refuse foot.ini
    sed "s#/etc/madoguchi/outbound.nft#$files&#" "$files/etc/madoguchi/nftables.conf" >"$stage/rules"
    nft -c -f "$stage/rules" >"$stage/told" 2>&1 || refuse nftables.conf
    usbguard-rule-parser -f "$files/etc/madoguchi/usbguard-rules.conf" >"$stage/told" 2>&1 ||
        refuse usbguard-rules.conf
}
refuse() {
    cat "$stage/told" >&2
    die "$1 is not taken (see above); nothing was changed"
}

staged() { (cd -- "$files" && find . -type f -printf '/%P\n' | sort); }
same() { cmp -s -- "$files$1" "$1" && [[ $(stat -c %a "$files$1") == $(stat -c %a "$1") ]]; }
place_files() {
    local target
    remember_here
    mkdir -p "$memory/kept"
    while read -r target; do
        grep -qxF "$target" "$memory/placed" 2>/dev/null || {
            [[ ! -e $target ]] || { mkdir -p "$memory/kept$(dirname "$target")"; cp -a -- "$target" "$memory/kept$target"; }
            printf '%s\n' "$target" >>"$memory/placed"
        }
        [[ -e $target ]] && same "$target" && continue
        [[ ! -e $target ]] || { mkdir -p "$before$(dirname "$target")"; cp -a -- "$target" "$before$target"; }
        make_folder "$(dirname "$target")"
        placed+=("$target")
        install -m "$(stat -c %a "$files$target")" -- "$files$target" "$target.new"
        mv -f -- "$target.new" "$target"
    done < <(staged)
}
make_folder() {
    [[ ! -d $1 ]] || return 0
    make_folder "$(dirname "$1")"
    mkdir "$1"
    printf '%s\n' "$1" >>"$memory/folders"
}
put_files_back() {
    local target
    for target in "${placed[@]}"; do
        if [[ -e $before$target ]]; then
            cp -a -- "$before$target" "$target"
        else
            rm -f -- "$target"
        fi
    done
}

tell_plan() {
    local target missing
    mapfile -t missing < <(missing_packages)
    echo "install ${#missing[@]} packages: ${missing[*]}"
    [[ -e $version/complete ]] || echo "set up $version"
    while read -r target; do
        if [[ ! -e $target ]]; then
            echo "write $target"
        else
            same "$target" || echo "change $target"
        fi
    done < <(staged)
    echo "write the rules for this site's printers and USB devices"
    echo "enable ${enabled[*]}"
    echo "mask ${masked[*]}"
    echo "start ${version##*/}"
}
