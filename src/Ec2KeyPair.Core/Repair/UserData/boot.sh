# Lets a public key in for an account of this system, as root, when cloud-init runs its bootcmd. Above this line stand what lets a
# key in, and: user, key, nonce. No account is made, and nothing else of the account is touched.
set -uf
root=
echo "ec2keypair-$nonce: $(let_in)" >/dev/console
