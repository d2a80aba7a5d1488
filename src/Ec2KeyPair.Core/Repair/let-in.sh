# Lets a public key in for an account of the system whose root is the folder of $root, empty for this system itself.
# Above this line stand: user, key. let_in writes one word: added, there, or why not.
# A link on another machine's disk would lead to this one's own files, and one that the account has made to what it may not write.
has_link() {
  path=$root
  old=$IFS
  IFS=/
  for part in ${1#/}; do
    path=$path/$part
    if [ -L "$path" ]; then IFS=$old; return 0; fi
  done
  IFS=$old
  return 1
}

# A running system may know accounts that are not in its file.
accounts() {
  if [ -z "$root" ] && getent passwd "$user" 2>/dev/null; then return; fi
  cat "$root/etc/passwd"
}

let_in() {
  home=$(accounts | while IFS=: read -r name _ _ _ _ folder _; do
    if [ "$name" = "$user" ]; then echo "$folder"; break; fi
  done)
  if [ -z "$home" ]; then echo no-user; return; fi
  case $home/ in
    *//*|*/../*|*/./*) echo unsafe; return ;;
    /*) ;;
    *) echo no-home; return ;;
  esac
  if has_link "$home/.ssh/authorized_keys"; then echo unsafe; return; fi
  home=$root$home
  file=$home/.ssh/authorized_keys
  if [ ! -d "$home" ]; then echo no-home; return; fi
  owner=$(stat -c %u:%g "$home") || { echo not-read; return; }
  if [ ! -d "$home/.ssh" ]; then
    mkdir -m 700 "$home/.ssh" && chown "$owner" "$home/.ssh" || { echo not-written; return; }
  fi
  blob=${key#* }
  if [ -f "$file" ]; then
    # Its owner, mode, label and whatever else stays as it is: it is appended to.
    if grep -qF "$blob" "$file"; then verdict=there; else
      verdict=added
      if [ -s "$file" ] && [ -n "$(tail -c 1 "$file")" ]; then echo >>"$file" || { echo not-written; return; }; fi
      printf '%s\n' "$key" >>"$file" || { echo not-written; return; }
    fi
  else
    verdict=added
    (umask 077 && printf '%s\n' "$key" >"$file") && chown "$owner" "$file" || { echo not-written; return; }
    chcon --reference="$home/.ssh" "$file" 2>/dev/null
  fi
  if [ -z "$root" ]; then restorecon "$home/.ssh" "$file" 2>/dev/null; fi
  # sshd trusts no file that others may write to.
  chmod go-w "$home" "$home/.ssh" "$file" || { echo not-written; return; }
  echo "$verdict"
}
