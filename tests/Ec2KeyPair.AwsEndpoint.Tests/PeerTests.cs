using System.Text.Json.Nodes;

namespace Ec2KeyPair.AwsEndpoint.Tests;

/// <summary>The real AWS clients against this endpoint: if they are content, the wire formats are right.</summary>
public sealed class PeerTests
{
    private const string Script = """
        import json, sys, boto3, botocore
        from botocore.config import Config
        once = Config(retries={'total_max_attempts': 1})
        public, image = sys.argv[1], sys.argv[2]
        ec2 = boto3.client('ec2', config=once)
        r = {}
        r['imported'] = ec2.import_key_pair(KeyName='boto', PublicKeyMaterial=open(public, 'rb').read(),
            TagSpecifications=[{'ResourceType': 'key-pair', 'Tags': [{'Key': 'a', 'Value': 'b c+d/é'}]}])
        r['described'] = ec2.describe_key_pairs(KeyNames=['boto'], IncludePublicKey=True)['KeyPairs']
        run = ec2.run_instances(ImageId=image, MinCount=2, MaxCount=2, KeyName='boto', InstanceType='t3.small')
        r['run'] = [i['InstanceId'] for i in run['Instances']]
        ec2.get_waiter('instance_running').wait(InstanceIds=r['run'])
        ec2.get_waiter('instance_status_ok').wait(InstanceIds=r['run'])
        r['pages'] = [sum(len(x['Instances']) for x in p['Reservations']) for p in ec2.get_paginator('describe_instances').paginate(PaginationConfig={'PageSize': 10})]
        r['console'] = ec2.get_console_output(InstanceId=r['run'][0], Latest=True)['Output']
        r['stopped'] = ec2.stop_instances(InstanceIds=r['run'][:1])['StoppingInstances'][0]['PreviousState']['Name']
        r['regions'] = len(ec2.describe_regions()['Regions'])
        r['images'] = len(ec2.describe_images(Owners=['amazon'], Filters=[{'Name': 'name', 'Values': ['Windows*']}])['Images'])
        ec2.create_tags(Resources=r['run'], Tags=[{'Key': 'x', 'Value': 'y'}])
        sts = boto3.client('sts')
        c = sts.assume_role(RoleArn='arn:aws:iam::123456789012:role/ops', RoleSessionName='boto')['Credentials']
        who = boto3.client('sts', aws_access_key_id=c['AccessKeyId'], aws_secret_access_key=c['SecretAccessKey'], aws_session_token=c['SessionToken'])
        r['who'] = who.get_caller_identity()['Arn']
        import urllib.request
        r['presigned'] = urllib.request.urlopen(sts.generate_presigned_url('get_caller_identity', HttpMethod='GET')).status
        ssm = boto3.client('ssm')
        ssm.put_parameter(Name='/k', Value='secret', Type='SecureString')
        r['parameter'] = ssm.get_parameter(Name='/k', WithDecryption=True)['Parameter']['Value']
        def code(call):
            try:
                call()
                return 'none'
            except botocore.exceptions.ClientError as e:
                return e.response['Error']['Code']
        wrong = dict(aws_access_key_id='AKIAIOSFODNN7EXAMPLE', aws_secret_access_key='wrong', config=once)
        r['errors'] = [
            code(lambda: boto3.client('ec2', **wrong).describe_key_pairs()),
            code(lambda: boto3.client('sts', **wrong).get_caller_identity()),
            code(lambda: boto3.client('ssm', **wrong).get_parameter(Name='/k')),
            code(lambda: ec2.import_key_pair(KeyName='boto', PublicKeyMaterial=open(public, 'rb').read())),
            code(lambda: ec2.describe_instances(DryRun=True)),
            code(lambda: ec2.terminate_instances(InstanceIds=['i-0123456789abcdef0'])),
            code(lambda: ec2.delete_key_pair(KeyName='never')),
        ]
        print(json.dumps(r, default=str))
        """;

    [SkippableFact]
    public async Task Boto3_DoesItsWorkHere()
    {
        Skip.If(Peers.Find("python3") is null || (await Peers.RunAsync("python3", null, "-c", "import boto3")).ExitCode != 0, "no python3 with boto3 here");
        await using var aws = await LoopbackAws.StartAsync();
        var key = aws.Fleet.CreateKeyPair("seed", out _);
        aws.Fleet.AddMany(23, key);
        var folder = Directory.CreateTempSubdirectory("ec2kp-test-").FullName;
        try
        {
            var publicKey = Path.Combine(folder, "k.pub");
            await File.WriteAllTextAsync(publicKey, key.PublicKey.OpenSshLine("me@here") + "\n");
            var run = await Peers.RunAsync("python3", Peers.EnvironmentFor(aws), "-c", Script, publicKey, aws.Cloud.Images[0].Id);
            Assert.True(run.ExitCode == 0, run.Error);
            var result = JsonNode.Parse(run.Output)!;
            Assert.Equal(key.PublicKey.ImportedFingerprint(), (string?)result["imported"]!["KeyFingerprint"]);
            Assert.Equal("b c+d/é", (string?)result["described"]![0]!["Tags"]![0]!["Value"]);
            Assert.Equal(key.PublicKey.OpenSshLine("me@here"), (string?)result["described"]![0]!["PublicKey"]);
            Assert.Equal([10, 10, 5], result["pages"]!.AsArray().Select(n => (int)n!));
            Assert.Contains("Username: Administrator", (string)result["console"]!, StringComparison.Ordinal);
            Assert.Equal("running", (string?)result["stopped"]);
            Assert.Equal(17, (int)result["regions"]!);
            Assert.Equal(2, (int)result["images"]!);
            Assert.Equal("arn:aws:sts::123456789012:assumed-role/ops/boto", (string?)result["who"]);
            Assert.Equal(200, (int)result["presigned"]!);
            Assert.Equal("secret", (string?)result["parameter"]);
            Assert.Equal(
                ["AuthFailure", "SignatureDoesNotMatch", "InvalidSignatureException", "InvalidKeyPair.Duplicate", "DryRunOperation", "InvalidInstanceID.NotFound", "none"],
                result["errors"]!.AsArray().Select(n => (string?)n));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [SkippableFact]
    public async Task AwsCli_DecryptsThePassword()
    {
        Skip.If(Peers.Find("aws") is null, "no aws CLI here");
        await using var aws = await LoopbackAws.StartAsync();
        var windows = aws.Fleet.AddWindows("w", aws.Fleet.CreateKeyPair("k", out var pem));
        var folder = Directory.CreateTempSubdirectory("ec2kp-test-").FullName;
        try
        {
            var keyFile = Path.Combine(folder, "k.pem");
            await File.WriteAllTextAsync(keyFile, pem + "\n");
            var run = await Peers.RunAsync(
                "aws", Peers.EnvironmentFor(aws), "ec2", "get-password-data", "--instance-id", windows.Id, "--priv-launch-key", keyFile, "--query", "PasswordData", "--output", "text");
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(windows.Password, run.Output.Trim());
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
