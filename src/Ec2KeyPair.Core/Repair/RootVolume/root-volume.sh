# Lets a public key in on the root volume of another instance, which appears as a further disk of this one. Runs as root at the first
# boot of a helper. Above this line stand: user, key, volume (its id without the dash, which Nitro shows as the serial number), nonce.
# Says one line at the end, lets go of the disk, and shuts the helper down.
set -uf
root=$(mktemp -d)

end() {
  umount "$root" 2>/dev/null
  sync
  echo "ec2keypair-$nonce: $1"
  # The console is read from outside; the line has to get there.
  sleep 2
  shutdown -h now
  exit 0
}

find_disk() {
  lsblk -dnpo NAME,SERIAL | while read -r name serial; do
    if [ "$serial" = "$volume" ]; then echo "$name"; fi
  done
  # Types that are not built on Nitro show no serial numbers.
  if [ -b /dev/xvdf ]; then echo /dev/xvdf; fi
}

# Partitions before the disk itself.
find_parts() {
  lsblk -lnpo NAME,TYPE "$1" | while read -r name type; do
    if [ "$type" = part ]; then echo "$name"; fi
  done
  echo "$1"
}

# XFS refuses a file system whose twin is mounted (the helper's own root may come from the same image); others don't know the option.
mount_part() {
  mount -o nouuid "$1" "$root" 2>/dev/null || mount "$1" "$root" 2>/dev/null
}

# A link on that disk would lead to the helper's own files.
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

let_in() {
  home=
  while IFS=: read -r name _ _ _ _ folder _; do
    if [ "$name" = "$user" ]; then home=$folder; break; fi
  done <"$root/etc/passwd"
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
  # sshd trusts no file that others may write to.
  chmod go-w "$home" "$home/.ssh" "$file" || { echo not-written; return; }
  echo "$verdict"
}

left=900
while disk=$(find_disk | head -n 1) && [ -z "$disk" ]; do
  left=$((left - 1))
  if [ "$left" -eq 0 ]; then end no-disk; fi
  sleep 1
done

# The kernel reads the partitions a moment later than the disk.
if command -v udevadm >/dev/null 2>&1; then udevadm settle --timeout=10; fi
for part in $(find_parts "$disk"); do
  mount_part "$part" || continue
  if [ -f "$root/etc/passwd" ] && [ ! -L "$root/etc/passwd" ] && [ ! -L "$root/etc" ]; then end "$(let_in)"; fi
  umount "$root"
done
end no-system
