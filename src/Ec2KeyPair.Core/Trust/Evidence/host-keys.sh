# Prints the public halves of the host keys that the sshd of this machine uses. It changes nothing.
# sshd says itself which files it takes; where it can't be asked, they are where every system has them.
PATH="$PATH:/usr/sbin:/usr/local/sbin"
keys=$(sshd -T 2>/dev/null | sed -n 's/^hostkey //p')
[ -n "$keys" ] || keys=$(ls /etc/ssh/ssh_host_*_key 2>/dev/null)
echo '-----BEGIN EC2KEYPAIR HOST KEYS-----'
printf '%s\n' "$keys" | while IFS= read -r key; do
    [ -n "$key" ] || continue
    # From the private half, which is what sshd loads; the .pub file beside it may be an old one.
    ssh-keygen -y -P '' -f "$key" 2>/dev/null </dev/null || cat "$key.pub" 2>/dev/null
done | cut -d ' ' -f 1,2
echo '-----END EC2KEYPAIR HOST KEYS-----'
