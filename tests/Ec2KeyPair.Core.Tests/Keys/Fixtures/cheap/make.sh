#!/bin/sh
# The keys of ../make.sh under "correct horse" with the least key derivation a tool writes, so that a fuzz
# test can afford to open them by the thousand. Run in this folder after ../make.sh.
set -eu
P='correct horse'
W=$(mktemp -d); trap 'rm -rf "$W"' EXIT
printf '%s' "$P" > "$W/pass"
for c in aes256-ctr aes256-cbc aes256-gcm@openssh.com chacha20-poly1305@openssh.com; do
  f=openssh.ed25519.${c%@openssh.com}
  cp ../openssh.ed25519.none "$f"; chmod 600 "$f"; ssh-keygen -q -p -P '' -N "$P" -a 1 -Z $c -f "$f"
done
cp ../openssh.rsa.none openssh.rsa.aes256-ctr; chmod 600 openssh.rsa.aes256-ctr
ssh-keygen -q -p -P '' -N "$P" -a 1 -Z aes256-ctr -f openssh.rsa.aes256-ctr
for k in rsa ed25519; do
  for prf in SHA1 SHA256 SHA384 SHA512; do
    openssl pkcs8 -topk8 -in ../pkcs8.$k.none -v2 aes256 -v2prf hmacWith$prf -iter 1 -passout "pass:$P" -out pkcs8.$k.aes256-$(echo $prf | tr A-Z a-z)
  done
  openssl pkcs8 -topk8 -in ../pkcs8.$k.none -v2 des3 -v2prf hmacWithSHA1 -iter 1 -passout "pass:$P" -out pkcs8.$k.des3-sha1
  openssl pkcs8 -topk8 -in ../pkcs8.$k.none -v2 aes128 -iter 1 -passout "pass:$P" -outform DER -out pkcs8der.$k.aes128-sha256
  openssl pkcs8 -topk8 -in ../pkcs8.$k.none -scrypt -scrypt_N 2 -scrypt_r 1 -scrypt_p 1 -passout "pass:$P" -out pkcs8.$k.scrypt
  for v in argon2id argon2i argon2d; do
    puttygen ../openssh.$k.none -O private -o ppk3.$k.$v --ppk-param version=3,memory=8,passes=1,kdf=$v --new-passphrase "$W/pass"
  done
  cp ../ppk2.$k.sha1 ppk2.$k.sha1
done
cp ../pkcs1.rsa.aes-256-cbc ../pkcs1.rsa.des-ede3-cbc .
chmod 644 ./*.*; chmod 755 make.sh
