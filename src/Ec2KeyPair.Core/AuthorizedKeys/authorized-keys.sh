# Reads and changes the public keys that sshd lets one account of this machine in with.
# For sh as POSIX has it (dash, busybox ash, bash); it needs awk, sed and what coreutils or busybox have.
#
# What is asked for stands in variables, set before this text:
#   operation  list, add or remove
#   account    whose keys; empty for the account that this runs as
#   keys       for add and remove, one in a line: "type base64 comment"
#   force      yes: the last key that works may be removed
#   needs      for remove, one key like those: nothing is removed unless this one stands there and opens
#   like       for add, one key like those: where it stands, the new ones get the options that it has
#   nonce      what each line of the answer begins with
#   self       this whole text, variables and all: what is needed to run it as somebody else
#
# It runs in two stages. The first one finds the account and the files that its sshd reads. The second one works on the
# files, as the account itself wherever the account could have a hand in the path: links that it sets lead to nothing
# that it could not reach anyway. Only files in folders that are root's alone are worked on as root.
LC_ALL=C; export LC_ALL
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin"; export PATH
umask 077
: "${sh:=/bin/sh}"
set -f
nl='
'
say() { printf '%s %s\n' "$nonce" "$*"; }
finish() { say "end $*"; exit 0; }
# Sets mode, links, owner and group to what ls tells; mode is empty where there is nothing.
look() { mode= links= owner= group=; set -- $(ls -ldn -- "$1" 2>/dev/null); mode=${1-} links=${2-} owner=${3-} group=${4-}; }
quote() { printf "'"; printf %s "$1" | sed "s/'/'\\\\''/g"; printf "'"; }

# ---- stage one: the account and its files

# Sets name, uid and home.
find_account() {
    me=$(id -u)
    [ -n "$account" ] || account=$(id -un)
    entry=$(getent passwd "$account" 2>/dev/null | head -n 1)
    if [ -z "$entry" ]; then
        while IFS= read -r line; do
            case $line in "$account":*) entry=$line; break;; esac
        done </etc/passwd
    fi
    [ -n "$entry" ] || finish NoAccount
    rest=${entry#*:}; rest=${rest#*:}
    uid=${rest%%:*}; rest=${rest#*:}; rest=${rest#*:}; rest=${rest#*:}
    home=${rest%%:*}
    case $uid in ''|*[!0-9]*) finish NoAccount;; esac
    # The session's own home is where sshd led it to.
    if [ "$uid" = "$me" ] && [ -n "${HOME-}" ]; then home=$HOME; fi
    case $home in /?*) ;; *) finish NoHome;; esac
    home=${home%/}
    [ -d "$home/." ] || finish NoHome "$home"
}

# Only root works on other accounts' keys.
become_root() {
    [ "$uid" = "$me" ] || [ "$me" = 0 ] && return
    [ -z "${raised-}" ] && command -v sudo >/dev/null || finish NotPermitted
    answer=$(sudo -n /bin/sh -c "raised=yes; self=$(quote "$self")${nl}eval \"\$self\"" </dev/null 2>/dev/null)
    case $answer in
        *"$nonce begin"*"$nonce end "*) printf '%s\n' "$answer"; exit 0;;
    esac
    finish NotPermitted
}

# What sshd would do for this account, as it says itself; nothing where it can't be asked.
ask_sshd() {
    sshd=$(command -v sshd) || return
    set -- ${SSH_CONNECTION-127.0.0.1 0 127.0.0.1 22}
    where="user=$account,host=${1-127.0.0.1},addr=${1-127.0.0.1},laddr=${3-127.0.0.1},lport=${4-22}"
    "$sshd" -T -C "$where" 2>/dev/null && return
    # Without the right to read host keys: -G, since OpenSSH 9.2, needs none.
    "$sshd" -G -C "$where" 2>/dev/null && return
    [ "$me" = 0 ] || ! command -v sudo >/dev/null || sudo -n "$sshd" -T -C "$where" </dev/null 2>/dev/null
}

# %h, %u, %U and %% as sshd_config(5) has them; sets path.
expand() {
    rest=$1 path=
    while :; do
        case $rest in
            *%*) path=$path${rest%%\%*}; rest=${rest#*\%};;
            *) break;;
        esac
        case $rest in
            h*) path=$path$home;;
            u*) path=$path$account;;
            U*) path=$path$uid;;
            %*) path=$path%;;
            *) finish NoFile;;
        esac
        rest=${rest#?}
    done
    path=$path$rest
    case $path in /*) ;; *) path=$home/$path;; esac
    case /$path/ in */../*) finish Unsafe "Path $path";; esac
}

# True when the folder and all above it are root's, and nobody else may write there.
is_roots() {
    folder=$1
    while :; do
        look "$folder"
        case $mode in d????w*|d???????w*) return 1;; d*) ;; *) return 1;; esac
        [ "$owner" = 0 ] || return 1
        [ "$folder" = / ] && return
        folder=${folder%/*}
        [ -n "$folder" ] || folder=/
    done
}

# Runs the second stage as somebody.
work() {
    text="stage=work; uid=$uid; home=$(quote "$home"); runs_as=$1; files=$(quote "$2"); elsewhere=$3; there=$(quote "$4"); doing=$5; needed=${6-0}; lines_elsewhere=${7-0}"
    if [ "$1" = root ] || [ "$uid" = "$me" ]; then
        $sh -c "$text${nl}$self" </dev/null
    elif command -v runuser >/dev/null; then
        runuser -u "$account" -- $sh -c "$text${nl}$self" </dev/null
    elif command -v setpriv >/dev/null && setpriv --help 2>&1 | grep -q reuid; then
        setpriv --reuid "$uid" --regid "$(id -g "$account")" --init-groups $sh -c "$text${nl}$self" </dev/null
    elif command -v sudo >/dev/null; then
        sudo -n -u "$account" $sh -c "$text${nl}$self" </dev/null
    else
        su -s /bin/sh "$account" -c "$text${nl}$self" </dev/null
    fi
}

find_files() {
    command -v awk >/dev/null && command -v sed >/dev/null || finish NoTool
    find_account
    become_root
    say "begin 1"
    settings=$(ask_sshd)
    patterns=$(printf '%s\n' "$settings" | sed -n 's/^authorizedkeysfile //p')
    say "account $uid $account"
    say "home $home"
    if [ -n "$patterns" ]; then say "sshd yes"; else say "sshd no"; patterns='.ssh/authorized_keys .ssh/authorized_keys2'; fi
    case $settings in *"${nl}strictmodes no"*) say "strictmodes no";; *) say "strictmodes yes";; esac
    own= roots= first=
    for pattern in $patterns; do
        [ "$pattern" = none ] && continue
        expand "$pattern"
        by=own
        case $path in
            "$home"/*) ;;
            *) [ "$me" = 0 ] && [ "$uid" != 0 ] && is_roots "${path%/*}" && by=roots;;
        esac
        if [ $by = own ]; then own=$own$path$nl; else roots=$roots$path$nl; fi
        first=${first:-$by}
    done
    [ -n "$first" ] || finish NoFile
    if [ -z "$roots" ]; then work self "$own" 0 '' "$operation" || finish Broken; exit 0; fi
    if [ -z "$own" ]; then work root "$roots" 0 '' "$operation" || finish Broken; exit 0; fi
    work_on_both
}

# One of the numbers that a part has counted: keys that work, lines with keys.
counted() { printf '%s\n' "$1" | sed -n "s/^$nonce end Counted //p" | cut -d ' ' -f "$2"; }

# Some files are root's and some the account's: each part is told what is in the other.
work_on_both() {
    in_roots=$(work root "$roots" 0 '' count) || finish Broken
    in_own=$(work self "$own" 0 '' count) || finish Broken
    case "$in_roots$nl$in_own" in *"$nonce end "[!C]*) printf '%s\n' "$in_roots" "$in_own" | grep "^$nonce end [^C]" | head -n 1; exit 0;; esac
    has_needed=0
    case "$in_roots$nl$in_own" in *"$nonce needed$nl"*) has_needed=1;; esac
    has_roots=" $(printf '%s\n' "$in_roots" | sed -n "s/^$nonce has //p" | tr '\n' ' ')"
    has_own=" $(printf '%s\n' "$in_own" | sed -n "s/^$nonce has //p" | tr '\n' ' ')"
    case $operation in
        add)
            # The account could say what it likes, and root's files are not to be written by it: options stay within a part.
            if [ "$first" = own ]; then others=$in_roots; else others=$in_own; fi
            case $others in *"$nonce hedged"*) finish "OldOptions options in another file";; esac
            if [ "$first" = own ]; then work self "$own" 0 "$has_roots" add; else work root "$roots" 0 "$has_own" add; fi;;
        *)
            # The end of the one part is not the end of all.
            answer=$(work self "$own" "$(counted "$in_roots" 1)" '' "$operation" $has_needed "$(counted "$in_roots" 2)") || finish Broken
            case $answer in *"$nonce end Done"*) ;; *) printf '%s\n' "$answer"; exit 0;; esac
            printf '%s\n' "$answer" | grep -v "^$nonce end "
            in_own=$(work self "$own" 0 '' count) || finish Broken
            work root "$roots" "$(counted "$in_own" 1)" '' "$operation" $has_needed "$(counted "$in_own" 2)";;
    esac || finish Broken
    exit 0
}

# ---- stage two: the files

# Finds the lines with keys, as sshd's auth2-pubkeyfile.c and authfile.c read them. Prints, by its second argument,
#   list   "line working text" of each
#   like   of each with the key that others are to be like: "as working options", or "no option" for one that is not for others
#   sum    how many work, how many of those asked for work, all lines, those asked for, whether the needed one opens; then
#          "number:line" of each that is asked for
keys_in() {
    keys=$keys needs=$needs like=$like what=$2 awk '
        function names_key(s,   blob, rest) {
            if (!match(s, /^[a-z0-9@.-]+[ \t]+/)) return 0
            type = substr(s, 1, RLENGTH); sub(/[ \t]+$/, "", type)
            if (!(type in begin)) return 0
            rest = substr(s, RLENGTH + 1)
            blob = rest; sub(/[ \t].*$/, "", blob); gsub(/[\r\v\f]/, "", blob)
            if (index(blob, begin[type]) != 1 || length(blob) % 4 != 0 || blob !~ /^[A-Za-z0-9+\/]+=*$/) return 0
            found = blob
            return 1
        }
        BEGIN {
            # The names of its signatures name the key too, for sshd.
            begin["ssh-rsa"] = begin["rsa-sha2-256"] = begin["rsa-sha2-512"] = "AAAAB3NzaC1yc2E"
            begin["ssh-dss"] = "AAAAB3NzaC1kc3M"
            begin["ssh-ed25519"] = "AAAAC3NzaC1lZDI1NTE5"
            begin["ecdsa-sha2-nistp256"] = "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY"
            begin["ecdsa-sha2-nistp384"] = "AAAAE2VjZHNhLXNoYTItbmlzdHAzODQ"
            begin["ecdsa-sha2-nistp521"] = "AAAAE2VjZHNhLXNoYTItbmlzdHA1MjE"
            begin["sk-ssh-ed25519@openssh.com"] = "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t"
            begin["sk-ecdsa-sha2-nistp256@openssh.com"] = "AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20"
            n = split("agent-forwarding environment= no-agent-forwarding no-port-forwarding no-pty no-user-rc no-x11-forwarding permitlisten= permitopen= port-forwarding pty restrict user-rc x11-forwarding", names, " ")
            for (i = 1; i <= n; i++) harmless[names[i]]
            split(ENVIRON["needs"], word, " "); needed = word[2]
            split(ENVIRON["like"], word, " "); liked = word[2]
            all = works = hits = asked_for = is_needed = 0; which = ""
            asked = split(ENVIRON["keys"], lines, "\n")
            for (i = 1; i <= asked; i++) { split(lines[i], word, " "); if (word[2] != "") wanted[word[2]] = i }
        }
        {
            s = $0; sub(/^[ \t]+/, "", s)
            if (s == "" || substr(s, 1, 1) == "#") next
            options = as_written = ""
            if (!names_key(s)) {
                quoted = 0; n = length(s)
                for (i = 1; i <= n; i++) {
                    c = substr(s, i, 1)
                    if (c == "\\" && substr(s, i + 1, 1) == "\"") i++
                    else if (c == "\"") quoted = !quoted
                    else if (!quoted && (c == " " || c == "\t")) break
                }
                as_written = substr(s, 1, i - 1)
                options = tolower(as_written)
                s = substr(s, i); sub(/^[ \t]+/, "", s)
                if (!names_key(s)) next
            }
            # What opens a shell for anybody at any time: what is hedged about may not, and what sshd does not know it refuses.
            working = opens = type != "ssh-dss"
            gsub(/"([^"\\]|\\.)*"/, "", options)
            n = split(options, option, ",")
            for (i = 1; i <= n; i++) if (!(option[i] in harmless)) { working = 0; if (option[i] != "from=") opens = 0 }
            if (ENVIRON["what"] == "like") {
                if (liked == "" || found != liked) next
                for (i = 1; i <= n; i++) if (option[i] == "command=" || option[i] == "cert-authority" || option[i] == "expiry-time=") { print "no", option[i]; next }
                print "as", working, as_written
            }
            else if (ENVIRON["what"] == "list") { line = $0; gsub(/[[:cntrl:]]/, " ", line); print NR, working, substr(line, 1, 12000) }
            all++; works += working
            if (needed != "" && found == needed && opens) is_needed = 1
            if (found in wanted) { asked_for++; hits += working; which = which " " wanted[found] ":" NR }
        }
        END { if (ENVIRON["what"] == "sum") print works, hits, all, asked_for, is_needed which }' "$1"
}

unsafe() { finish "Unsafe $*"; }

# Looks at a file before it is touched; sets is_there.
inspect() {
    file=$1 is_there=
    case $file in
        "$home"/*)
            below=${file#"$home"/} at=$home
            while case $below in */*) ;; *) false;; esac; do
                at=$at/${below%%/*}; below=${below#*/}
                look "$at"
                case $mode in
                    '') return;;
                    l*) unsafe "Link $at";;
                    d*) [ "$owner" = "$uid" ] || [ "$owner" = 0 ] || unsafe "Owner $at";;
                    *) unsafe "Kind $at";;
                esac
            done;;
    esac
    look "$file"
    case $mode in
        '') return;;
        l*) unsafe "Link $file";;
        -*) ;;
        *) unsafe "Kind $file";;
    esac
    [ "$owner" = "$uid" ] || { [ "$runs_as" = root ] && [ "$owner" = 0 ]; } || unsafe "Owner $file"
    [ "$links" = 1 ] || unsafe "HardLink $file"
    [ -r "$file" ] || finish "ReadFailed $file"
    [ "$(wc -c <"$file")" -le 4194304 ] || finish "TooLarge $file"
    [ "$(tr -d '\000' <"$file" | wc -c)" -eq "$(wc -c <"$file")" ] || finish "Binary $file"
    is_there=yes
}

# sshd's StrictModes: it reads no file that others than the account and root could have written.
strict() {
    at=$1
    while :; do
        look "$at"
        case $mode in ?????w*|????????w*) say "loose $(printf %.10s "$mode") $at";; esac
        [ "$owner" = "$uid" ] || [ "$owner" = 0 ] || say "loose owner=$owner $at"
        case $at in "$home"|/) return;; esac
        at=${at%/*}
        [ -n "$at" ] || at=/
    done
}

# One editor at a time. The kernel gives a lock back when its holder dies; where there is no flock, a folder stands for it.
lock() {
    place=$home
    if [ "$runs_as" = root ]; then place=${files%%"$nl"*}; place=${place%/*}; fi
    tries=0
    if command -v flock >/dev/null && [ -r "$place" ]; then
        exec 9<"$place"
        while :; do
            flock -n 9 2>/dev/null
            case $? in 0) return;; 1) ;; *) break;; esac # More than 1: a file system without locks.
            wait_a_little || finish Busy
        done
    fi
    lock="$place/.ec2keypair-authorized-keys.lock"
    boot=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)
    host=$(uname -n)
    until ln -s "$$.$boot@$host" "$lock" 2>/dev/null; do
        [ -w "$place" ] || finish "WriteFailed $place"
        holder=$(readlink "$lock") || { wait_a_little || finish Busy; continue; } # Gone by now, or no link at all.
        is_alive "$holder" || steal "$holder" || :
        wait_a_little || finish Busy
    done
    held=$lock
}
wait_a_little() {
    tries=$((tries + 1))
    [ $tries -le 300 ] || return 1
    sleep 0.1 2>/dev/null || { sleep 1; tries=$((tries + 9)); }
}
# Whether the holder lives is known on its own machine only; a home folder on a network has editors on others too.
is_alive() {
    case $1 in
        *@"$host") ;;
        *@*) [ -z "$(find "$lock" -prune -mmin +5 2>/dev/null)" ]; return;;
    esac
    pid=${1%%.*} of=${1#*.}
    [ "${of%@*}" = "$boot" ] && kill -0 "$pid" 2>/dev/null
}
# One at a time takes a dead holder's lock away, and only while it is still that holder's.
steal() {
    mkdir "$lock.steal" 2>/dev/null || { [ -n "$(find "$lock.steal" -prune -mmin +2 2>/dev/null)" ] && rmdir "$lock.steal" 2>/dev/null; return; }
    [ "$(readlink "$lock")" = "$1" ] && rm -f "$lock"
    rmdir "$lock.steal"
}

# An empty private file beside the other, under a name that nobody has.
temporary() { mktemp "$1/.authorized_keys.ec2keypair.XXXXXX" 2>/dev/null || { t="$1/.authorized_keys.ec2keypair.$nonce.$2"; (set -C; : >"$t") 2>/dev/null && printf %s "$t"; }; }
tidy() { rm -f ${new:+"$new"} ${old:+"$old"}; [ -z "${held-}" ] || rm -f "$held"; }

# Gives the new file what the old one has: mode, owner, group, ACL, SELinux label.
dress() {
    if ! cp --attributes-only --preserve=all -- "$file" "$new" 2>/dev/null; then
        look "$file"
        u=$(printf %.4s "$mode" | tr -cd rwx) g=$(printf %.7s "$mode" | cut -c 5- | tr -cd rwx) o=$(printf %.10s "$mode" | cut -c 8- | tr -cd rwx)
        chown "$owner" "$new" 2>/dev/null; chgrp "$group" "$new" 2>/dev/null
        chmod "u=$u,g=$g,o=$o" "$new" || return
        ! command -v setfacl >/dev/null || ! command -v getfacl >/dev/null || getfacl -p -- "$file" 2>/dev/null | setfacl --set-file=- "$new" 2>/dev/null
        ! command -v chcon >/dev/null || chcon --reference="$file" "$new" 2>/dev/null
    fi
    touch "$new"
    look "$file"; was="$mode $owner $group"
    look "$new"
    [ "$was" = "$mode $owner $group" ]
}

# Puts "$new" in the place of the file if that is still what was read. "$1" prints what it has to be.
publish() {
    if [ -n "$is_there" ]; then
        dress || finish "AccessNotKept $file"
    fi
    # What a full disk or a server did not take is told here at the latest. A sync that takes no files fails with / too.
    sync "$new" 2>/dev/null || { ! sync / 2>/dev/null || finish "WriteFailed $file"; sync 2>/dev/null || :; }
    # The file is what lets anybody in: whatever has been at it since it was written, it is looked at once more.
    "$1" | cmp -s - "$new" || finish "WriteFailed $file"
    if [ -n "$is_there" ]; then
        cmp -s "$file" "$old" || return 1
    elif [ -e "$file" ] || [ -L "$file" ]; then
        return 1
    else
        [ "$runs_as" != root ] || chmod 644 "$new"
        ! command -v restorecon >/dev/null || restorecon "$new" 2>/dev/null
    fi
    mv -f "$new" "$file" || finish "WriteFailed $file"
    [ -n "$is_there" ] || ! command -v restorecon >/dev/null || restorecon "$file" 2>/dev/null
    new=
    sync "${file%/*}" 2>/dev/null || :
}

# Copies the file as it is now to "$old" and makes "$new" for what it is to be.
begin() {
    folder=${file%/*}
    set +f; rm -f "$folder"/.authorized_keys.ec2keypair.*; set -f
    old=$(temporary "$folder" old) && new=$(temporary "$folder" new) && [ -n "$old" ] && [ -n "$new" ] || finish "WriteFailed $folder"
    [ -z "$is_there" ] || cat "$file" >"$old" || finish "WriteFailed $folder"
}

make_folder() {
    folder=${file%/*}
    [ -d "$folder" ] && return
    case $folder in "$home"/*) ;; *) finish "NoFolder $folder";; esac
    at=$home below=${folder#"$home"/}/
    while [ -n "$below" ]; do
        at=$at/${below%%/*}; below=${below#*/}
        [ -d "$at" ] && continue
        mkdir "$at" 2>/dev/null || [ -d "$at" ] || finish "WriteFailed $at"
        say "made $at"
        ! command -v restorecon >/dev/null || restorecon "$at" 2>/dev/null
    done
    inspect "$file"
}

# Appends the keys that are nowhere yet to the first file.
add() {
    present=" $there "
    working=$elsewhere
    each_file scan || finish "ReadFailed $file"
    inspect "${files%%"$nl"*}"
    options=; adds=1
    carry_options
    make_folder
    begin
    lines=; n=0; added=
    rest=$keys$nl
    while [ -n "$rest" ]; do
        line=${rest%%"$nl"*}; rest=${rest#*"$nl"}; n=$((n + 1))
        [ -n "$line" ] || continue
        case $present in *" $n "*) continue;; esac
        lines=$lines${options:+$options }$line$nl added="$added $n"
    done
    if [ -n "$added" ]; then
        with_keys >"$new" || finish "WriteFailed $file"
        publish with_keys || return 1
    fi
    for n in $present; do say "there $n"; done
    for n in $added; do say "added $n $file"; done
    set -- $added
    say "working $working $((working + $# * adds))"
}
with_keys() { cat "$old" && { [ -z "$(tail -c 1 "$old")" ] || echo; } && printf %s "$lines"; }

# Gathers what stands before the key that others are to be like.
liken() {
    [ -n "$is_there" ] || return 0
    found=$(keys_in "$file" like) || finish "ReadFailed $file"
    [ -z "$found" ] || likes=$likes$found$nl
}

# Sets options to what the keys that are added get, and adds to whether they work then.
carry_options() {
    likes= had=
    [ -n "$like" ] || return 0
    target=$file
    each_file liken
    inspect "$target"
    while [ -n "$likes" ]; do
        line=${likes%%"$nl"*}; likes=${likes#*"$nl"}
        case $line in "no "*) finish "OldOptions ${line#no }";; esac
        [ -z "$had" ] || [ "$line" = "$had" ] || finish "OldOptions different options in its lines"
        had=$line
    done
    [ -n "$had" ] || return 0
    line=${had#as }
    adds=${line%% *} options=${line#* }
}

# Adds a file's numbers to those of the others.
scan() {
    nth=$((${nth-0} + 1))
    eval "seen_$nth="
    [ -n "$is_there" ] || return 0
    found=$(keys_in "$file" sum) || finish "ReadFailed $file"
    [ -n "$found" ] || finish "ReadFailed $file"
    eval "seen_$nth=\$found"
    set -- $found
    working=$((working + $1)) hits=$((${hits-0} + $2)) all=$((${all-0} + $3)) asked_for=$((${asked_for-0} + $4))
    [ "$5" = 0 ] || needed=1
    shift 5
    for name do present="$present${name%%:*} "; done
}

# Takes the keys out of all files.
remove() {
    present=' ' working=$elsewhere hits=0 all=$lines_elsewhere asked_for=0 nth=0 needed=$needed_elsewhere
    each_file scan || finish "ReadFailed $file"
    after=$((working - hits))
    if [ $asked_for -gt 0 ] && [ -n "$needs" ] && [ "$needed" = 0 ]; then finish NeededKey; fi
    # Also one that is hedged about is the last one where no other is left.
    if [ $asked_for -gt 0 ] && [ $after -le 0 ] && [ "$force" != yes ]; then
        if [ $hits -gt 0 ] || [ $((all - asked_for)) -le 0 ]; then finish LastKey; fi
    fi
    gone=' ' nth=0
    each_file take_out || return 1
    rest=$keys$nl n=0
    while [ -n "$rest" ]; do
        line=${rest%%"$nl"*}; rest=${rest#*"$nl"}; n=$((n + 1))
        [ -n "$line" ] || continue
        case $gone in *" $n "*) ;; *) say "missing $n";; esac
    done
    say "working $working $after"
}
without_lines() { sed -e "$script" "$old"; }

take_out() {
    nth=$((nth + 1))
    [ -n "$is_there" ] || return 0
    begin
    found=$(keys_in "$old" sum) || finish "ReadFailed $file"
    # What was decided holds for the file that was looked at, and for no other.
    eval "seen=\$seen_$nth"
    [ "$found" = "$seen" ] || return 1
    set -- $found
    shift 5
    script=
    for name do script="$script${name#*:}d$nl"; done
    if [ $# -gt 0 ]; then
        without_lines >"$new" || finish "WriteFailed $file"
        publish without_lines || return 1
        for name do say "removed ${name%%:*} ${name#*:} $file"; gone="$gone${name%%:*} "; done
    fi
    tidy_files
}
tidy_files() { rm -f ${new:+"$new"} ${old:+"$old"}; new= old=; }

list() {
    [ -n "$is_there" ] || return 0
    say "file $file"
    found=$(keys_in "$file" list) || finish "ReadFailed $file"
    [ -z "$found" ] || printf '%s\n' "$found" | sed "s/^/$nonce key /"
}

each_file() {
    todo=$files
    while [ -n "$todo" ]; do
        file=${todo%%"$nl"*}; todo=${todo#*"$nl"}
        [ -n "$file" ] || continue
        inspect "$file"
        "$1" || return 1
    done
}

look_strictly() { [ -z "$is_there" ] || strict "$file"; }

work_on_files() {
    new= old= held= needed_elsewhere=$needed
    trap tidy EXIT
    trap 'exit 1' HUP INT TERM
    case $doing in
        list)
            each_file list
            each_file look_strictly
            finish Done;;
        count)
            present=' ' working=0 all=0 needed=0
            each_file scan || finish "ReadFailed $file"
            for n in $present; do say "has $n"; done
            [ $needed = 0 ] || say needed
            likes=
            each_file liken
            case $nl$likes in *"${nl}no "*|*"${nl}as "[01]" "[!"$nl"]*) say hedged;; esac
            finish "Counted $working $all";;
    esac
    lock
    # Editors that know of no lock may come between; then it is done anew.
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
        if "$doing"; then
            tidy_files
            each_file look_strictly
            finish Done
        fi
        tidy_files
    done
    finish Busy
}

case ${stage-find} in
    work) work_on_files;;
    *) find_files;;
esac
