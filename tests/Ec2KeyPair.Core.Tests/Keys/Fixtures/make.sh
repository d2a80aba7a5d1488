#!/bin/sh
# Makes the fixtures with ssh-keygen, openssl and puttygen: throw-away keys, passphrase "correct horse".
# Names: format.algorithm.encryption. Run in this folder; every run makes new keys.
set -eu
rm -f ./*.rsa.* ./*.ed25519.* ./*.ecdsa.* ./*.dsa.* rsa.pub ed25519.pub fingerprints.txt
P='correct horse'
W=$(mktemp -d); trap 'rm -rf "$W"' EXIT
printf '%s' "$P" > "$W/pass"
ssh-keygen -q -t rsa -b 2048 -N '' -C 'rsa fixture' -f "$W/rsa"
ssh-keygen -q -t ed25519 -N '' -C 'ed25519 fixture' -f "$W/ed25519"
for k in rsa ed25519; do
  cp "$W/$k.pub" $k.pub
  cp "$W/$k" openssh.$k.none
  for c in aes256-ctr aes192-ctr aes128-ctr aes256-cbc aes192-cbc aes128-cbc 3des-cbc aes256-gcm@openssh.com aes128-gcm@openssh.com chacha20-poly1305@openssh.com; do
    [ $k = rsa ] && [ $c != aes256-ctr ] && continue
    f=openssh.$k.${c%@openssh.com}
    cp "$W/$k" "$f"; chmod 600 "$f"; ssh-keygen -q -p -P '' -N "$P" -a 4 -Z $c -f "$f"
  done
  puttygen "$W/$k" -O private -o ppk3.$k.none --ppk-param version=3 --new-passphrase /dev/null
  puttygen "$W/$k" -O private -o ppk2.$k.none --ppk-param version=2 --new-passphrase /dev/null
  puttygen "$W/$k" -O private -o ppk3.$k.argon2id --ppk-param version=3,memory=1024,passes=2 --new-passphrase "$W/pass"
  puttygen "$W/$k" -O private -o ppk2.$k.sha1 --ppk-param version=2 --new-passphrase "$W/pass"
  ssh-keygen -e -m RFC4716 -f "$W/$k.pub" > rfc4716.$k.public
done
puttygen "$W/ed25519" -O private -o ppk3.ed25519.argon2d --ppk-param version=3,memory=1024,passes=2,kdf=argon2d --new-passphrase "$W/pass"
puttygen "$W/ed25519" -O private -o ppk3.ed25519.argon2i --ppk-param version=3,memory=1024,passes=2,kdf=argon2i --new-passphrase "$W/pass"
cp "$W/rsa" "$W/rsa.pem"; ssh-keygen -q -p -P '' -N '' -m PEM -f "$W/rsa.pem"; cp "$W/rsa.pem" pkcs1.rsa.none
for c in aes-128-cbc aes-192-cbc aes-256-cbc des-ede3-cbc; do
  n=$c; [ $c = des-ede3-cbc ] && n=des3; n=$(echo $n | sed 's/aes-\([0-9]*\)-cbc/aes\1/')
  openssl rsa -in "$W/rsa.pem" -traditional -$n -passout "pass:$P" -out pkcs1.rsa.$c 2>/dev/null
done
openssl rsa -in "$W/rsa.pem" -traditional -outform DER -out pkcs1der.rsa.none 2>/dev/null
openssl pkcs8 -topk8 -nocrypt -in "$W/rsa.pem" -out pkcs8.rsa.none
# openssl reads no OpenSSH container: the PKCS#8 of the same Ed25519 seed is a fixed prefix (RFC 8410) and the seed.
{ printf '\060\056\002\001\000\060\005\006\003\053\145\160\004\042\004\040'
  sed '/^-/d' "$W/ed25519" | base64 -d | tail -c +162 | head -c 32; } > "$W/ed25519.der"
openssl pkey -inform DER -in "$W/ed25519.der" -out pkcs8.ed25519.none
for k in rsa ed25519; do
  openssl pkcs8 -topk8 -nocrypt -in pkcs8.$k.none -outform DER -out pkcs8der.$k.none
  openssl pkey -in pkcs8.$k.none -pubout -out spki.$k.public
  openssl pkey -in pkcs8.$k.none -pubout -outform DER -out spkider.$k.public
  openssl pkcs8 -topk8 -in pkcs8.$k.none -v2 aes256 -v2prf hmacWithSHA256 -passout "pass:$P" -out pkcs8.$k.aes256-sha256
  openssl pkcs8 -topk8 -in pkcs8.$k.none -scrypt -passout "pass:$P" -out pkcs8.$k.scrypt
done
openssl pkcs8 -topk8 -in pkcs8.ed25519.none -v2 aes128 -v2prf hmacWithSHA1 -passout "pass:$P" -out pkcs8.ed25519.aes128-sha1
openssl pkcs8 -topk8 -in pkcs8.ed25519.none -v2 aes192 -v2prf hmacWithSHA384 -passout "pass:$P" -out pkcs8.ed25519.aes192-sha384
openssl pkcs8 -topk8 -in pkcs8.ed25519.none -v2 des3 -v2prf hmacWithSHA512 -passout "pass:$P" -out pkcs8.ed25519.des3-sha512
openssl pkcs8 -topk8 -in pkcs8.ed25519.none -v2 aes256 -passout "pass:$P" -outform DER -out pkcs8der.ed25519.aes256-sha256
openssl rsa -in "$W/rsa.pem" -RSAPublicKey_out -out pkcs1.rsa.public 2>/dev/null
ssh-keygen -q -t ecdsa -b 256 -N '' -f "$W/ecdsa"; cp "$W/ecdsa" openssh.ecdsa.none; cp "$W/ecdsa.pub" openssh.ecdsa.public
openssl ecparam -name secp384r1 -genkey -noout -out sec1.ecdsa.none
openssl pkcs8 -topk8 -nocrypt -in sec1.ecdsa.none -out pkcs8.ecdsa.none
openssl pkey -in sec1.ecdsa.none -pubout -out spki.ecdsa.public
puttygen -q -t ecdsa -b 521 -o ppk3.ecdsa.none --new-passphrase /dev/null
ssh-keygen -q -t dsa -N '' -f "$W/dsa"; cp "$W/dsa" openssh.dsa.none
{
  echo "rsa-created $(openssl pkcs8 -in "$W/rsa.pem" -topk8 -nocrypt -outform DER | openssl sha1 -c | sed 's/.*= *//')"
  echo "rsa-imported $(openssl rsa -in "$W/rsa.pem" -pubout -outform DER 2>/dev/null | openssl md5 -c | sed 's/.*= *//')"
  for k in rsa ed25519; do
    echo "$k-sha256 $(ssh-keygen -l -f $k.pub | cut -d' ' -f2)"
    echo "$k-md5 $(ssh-keygen -l -E md5 -f $k.pub | cut -d' ' -f2)"
  done
} > fingerprints.txt
chmod 644 ./*
chmod 755 make.sh
