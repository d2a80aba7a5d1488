"""What people write with boto3: fetch and decrypt many Windows passwords with a pool of threads.

passwords.py IDS-FILE KEY-FILE THREADS -> one line: the seconds of the inner loop and how many passwords there are.
"""
import base64
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

ids = open(sys.argv[1]).read().split()
pem = open(sys.argv[2], "rb").read()
threads = int(sys.argv[3])

try:
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(pem, None)

    def decrypt(data):
        return key.decrypt(data, padding.PKCS1v15())
except ImportError:
    import rsa

    key = rsa.PrivateKey.load_pkcs1(pem)

    def decrypt(data):
        return rsa.decrypt(data, key)

ec2 = boto3.client("ec2", config=Config(max_pool_connections=threads))


def password(instance):
    data = ec2.get_password_data(InstanceId=instance)["PasswordData"]
    return decrypt(base64.b64decode(data)).decode()


started = time.perf_counter()
with ThreadPoolExecutor(threads) as pool:
    passwords = list(pool.map(password, ids))
print(f"{time.perf_counter() - started:.6f} {len(set(passwords))}")
