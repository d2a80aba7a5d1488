# Lets a public key in on the root volume of another instance, which appears as a further disk of this one. Runs as root at the first
# boot of a helper. Above this line stand what lets a key in, and: user, key, volume (its id without the dash, which Nitro shows as the serial number), nonce, left
# (the seconds that it waits for the disk).
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
