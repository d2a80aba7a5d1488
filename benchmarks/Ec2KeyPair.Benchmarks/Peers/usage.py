"""What people write with boto3: who uses which key pair, as a table, over a paginator.

usage.py -> one line: the seconds, how many key pairs, how many instances.
"""
import time

import boto3

ec2 = boto3.client("ec2")
started = time.perf_counter()
table = {pair["KeyName"]: {"pair": pair, "instances": 0, "running": 0, "windows": 0, "groups": {}, "oldest": None, "newest": None, "templates": []}
         for pair in ec2.describe_key_pairs(IncludePublicKey=True)["KeyPairs"]}


def row(name):
    return table.setdefault(name, {"pair": None, "instances": 0, "running": 0, "windows": 0, "groups": {}, "oldest": None, "newest": None, "templates": []})


states = [{"Name": "instance-state-name", "Values": ["pending", "running", "stopping", "stopped"]}]
for page in ec2.get_paginator("describe_instances").paginate(Filters=states, PaginationConfig={"PageSize": 1000}):
    for reservation in page["Reservations"]:
        for instance in reservation["Instances"]:
            name = instance.get("KeyName")
            if not name:
                continue
            use = row(name)
            use["instances"] += 1
            use["running"] += instance["State"]["Name"] in ("running", "pending")
            use["windows"] += instance.get("Platform") == "windows"
            tags = {tag["Key"]: tag["Value"] for tag in instance.get("Tags", [])}
            group = tags.get("aws:autoscaling:groupName") or tags.get("Name", "").rstrip("0123456789-")
            use["groups"][group] = use["groups"].get(group, 0) + 1
            launched = instance["LaunchTime"]
            use["oldest"] = min(use["oldest"] or launched, launched)
            use["newest"] = max(use["newest"] or launched, launched)

for page in ec2.get_paginator("describe_launch_template_versions").paginate(Versions=["$Latest", "$Default"], PaginationConfig={"PageSize": 200}):
    for version in page["LaunchTemplateVersions"]:
        if name := version["LaunchTemplateData"].get("KeyName"):
            row(name)["templates"].append(version)

print(f"{time.perf_counter() - started:.6f} {len(table)} {sum(use['instances'] for use in table.values())}")
