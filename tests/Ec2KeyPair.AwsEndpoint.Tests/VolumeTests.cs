using System.Text;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Tests;

/// <summary>Volumes, user data and power, as a repair of access uses them; refused where EC2 refuses.</summary>
public sealed class VolumeTests
{
    private const string Script = """
        import json, sys, boto3, botocore
        from botocore.config import Config
        ec2 = boto3.client('ec2', config=Config(retries={'total_max_attempts': 1}))
        id, other, away = sys.argv[1:4]
        r = {}
        def code(call):
            try:
                call()
                return 'none'
            except botocore.exceptions.ClientError as e:
                return e.response['Error']['Code']
        def fast(name):
            w = ec2.get_waiter(name)
            w.config.delay = 0.05
            return w
        root = ec2.describe_instances(InstanceIds=[id])['Reservations'][0]['Instances'][0]
        disk = root['BlockDeviceMappings'][0]
        r['disk'] = [root['RootDeviceName'], disk['DeviceName'], disk['Ebs']['Status'], disk['Ebs']['DeleteOnTermination']]
        vol = disk['Ebs']['VolumeId']
        running = [
            code(lambda: ec2.detach_volume(VolumeId=vol, InstanceId=id)),
            code(lambda: ec2.modify_instance_attribute(InstanceId=id, UserData={'Value': b'x'})),
            code(lambda: ec2.attach_volume(VolumeId=vol, InstanceId=other, Device='/dev/sdf')),
            code(lambda: ec2.describe_volumes(VolumeIds=['vol-0123456789abcdef0'])),
            code(lambda: ec2.describe_volumes(VolumeIds=['disk-1'])),
            code(lambda: ec2.describe_instance_attribute(InstanceId=id, Attribute='kernel')),
        ]
        ec2.modify_instance_attribute(InstanceId=id, DisableApiStop={'Value': True})
        r['protected'] = [ec2.describe_instance_attribute(InstanceId=id, Attribute='disableApiStop')['DisableApiStop']['Value'], code(lambda: ec2.stop_instances(InstanceIds=[id]))]
        ec2.modify_instance_attribute(InstanceId=id, DisableApiStop={'Value': False})
        ec2.stop_instances(InstanceIds=[id])
        fast('instance_stopped').wait(InstanceIds=[id])
        r['none'] = ec2.describe_instance_attribute(InstanceId=id, Attribute='userData')['UserData']
        ec2.modify_instance_attribute(InstanceId=id, UserData={'Value': b'#!/bin/sh\n'})
        r['userData'] = ec2.describe_instance_attribute(InstanceId=id, Attribute='userData')['UserData']['Value']
        r['detach'] = ec2.detach_volume(VolumeId=vol, InstanceId=id)['State']
        fast('volume_available').wait(VolumeIds=[vol])
        stopped = [
            code(lambda: ec2.start_instances(InstanceIds=[id])),
            code(lambda: ec2.detach_volume(VolumeId=vol)),
            code(lambda: ec2.attach_volume(VolumeId=vol, InstanceId=away, Device='/dev/sdf')),
            code(lambda: ec2.attach_volume(VolumeId=vol, InstanceId=other, Device='/dev/xvda')),
            code(lambda: ec2.attach_volume(VolumeId=vol, InstanceId=other, Device='sdf')),
            code(lambda: ec2.attach_volume(VolumeId=vol, InstanceId=other, Device='/dev/sdf', DryRun=True)),
        ]
        ec2.attach_volume(VolumeId=vol, InstanceId=other, Device='/dev/sdf')
        fast('volume_in_use').wait(VolumeIds=[vol])
        stopped.append(code(lambda: ec2.attach_volume(VolumeId=vol, InstanceId=id, Device='/dev/xvda')))
        stopped.append(code(lambda: ec2.detach_volume(VolumeId=vol, InstanceId=id)))
        r['errors'] = running + stopped
        place = ec2.describe_volumes(Filters=[{'Name': 'attachment.instance-id', 'Values': [other]}, {'Name': 'attachment.device', 'Values': ['/dev/sdf']}])['Volumes'][0]
        r['place'] = [place['VolumeId'] == vol, place['State'], place['Attachments'][0]['InstanceId'] == other, place['Attachments'][0]['DeleteOnTermination'], place['Encrypted']]
        ec2.detach_volume(VolumeId=vol, InstanceId=other, Device='/dev/sdf')
        fast('volume_available').wait(VolumeIds=[vol])
        ec2.attach_volume(VolumeId=vol, InstanceId=id, Device='/dev/xvda')
        r['mapping'] = code(lambda: ec2.modify_instance_attribute(InstanceId=id, BlockDeviceMappings=[{'DeviceName': '/dev/sdz', 'Ebs': {'DeleteOnTermination': True}}]))
        ec2.modify_instance_attribute(InstanceId=id, BlockDeviceMappings=[{'DeviceName': '/dev/xvda', 'Ebs': {'DeleteOnTermination': True}}])
        ec2.start_instances(InstanceIds=[id])
        fast('instance_running').wait(InstanceIds=[id])
        r['back'] = ec2.describe_instances(InstanceIds=[id])['Reservations'][0]['Instances'][0]['BlockDeviceMappings'][0]['Ebs']['DeleteOnTermination']
        r['addresses'] = [a['PublicIp'] for a in ec2.describe_addresses(Filters=[{'Name': 'instance-id', 'Values': [other]}])['Addresses']]
        again = [ec2.run_instances(ImageId=root['ImageId'], MinCount=1, MaxCount=1, ClientToken='t', Placement={'AvailabilityZone': place['AvailabilityZone']},
            InstanceInitiatedShutdownBehavior='terminate', UserData='x')['Instances'][0]['InstanceId'] for _ in range(2)]
        r['token'] = [again[0] == again[1], ec2.describe_instances(Filters=[{'Name': 'client-token', 'Values': ['t']}])['Reservations'][0]['Instances'][0]['InstanceId'] == again[0]]
        ec2.terminate_instances(InstanceIds=[id])
        fast('volume_deleted').wait(VolumeIds=[vol])
        print(json.dumps(r, default=str))
        """;

    [SkippableFact]
    public async Task Boto3_MovesVolumesAndChangesUserDataHere()
    {
        Skip.If(Peers.Find("python3") is null || (await Peers.RunAsync("python3", null, "-c", "import boto3")).ExitCode != 0, "no python3 with boto3 here");
        await using var aws = await LoopbackAws.StartAsync(new LoopbackAwsOptions { Settings = new CloudSettings { AttachDelay = TimeSpan.FromMilliseconds(100), DetachDelay = TimeSpan.FromMilliseconds(100) } });
        var instance = aws.Fleet.AddLinux("one");
        var other = aws.Fleet.AddLinux("two");
        var away = aws.Fleet.AddLinux("three");
        other.AvailabilityZone = instance.AvailabilityZone;
        other.ElasticIpAddress = "198.18.7.7";
        var run = await Peers.RunAsync("python3", Peers.EnvironmentFor(aws), "-c", Script, instance.Id, other.Id, away.Id);
        Assert.True(run.ExitCode == 0, run.Error);
        var result = JsonNode.Parse(run.Output)!;
        Assert.Equal("[\"/dev/xvda\",\"/dev/xvda\",\"attached\",true]", result["disk"]!.ToJsonString());
        Assert.Equal(
            [
                "OperationNotPermitted", "IncorrectInstanceState", "VolumeInUse", "InvalidVolume.NotFound", "InvalidParameterValue", "InvalidParameterValue",
                "IncorrectInstanceState", "IncorrectState", "InvalidVolume.ZoneMismatch", "InvalidParameterValue", "InvalidParameterValue", "DryRunOperation", "VolumeInUse", "InvalidAttachment.NotFound",
            ],
            result["errors"]!.AsArray().Select(error => (string?)error));
        Assert.Equal("[true,\"OperationNotPermitted\"]", result["protected"]!.ToJsonString());
        Assert.Equal("{}", result["none"]!.ToJsonString());
        Assert.Equal("#!/bin/sh\n", Encoding.UTF8.GetString(Convert.FromBase64String((string)result["userData"]!)));
        Assert.Equal("detaching", (string?)result["detach"]);
        Assert.Equal("[true,\"in-use\",true,false,false]", result["place"]!.ToJsonString());
        Assert.Equal("InvalidInstanceAttributeValue", (string?)result["mapping"]);
        Assert.True((bool)result["back"]!);
        Assert.Equal("[\"198.18.7.7\"]", result["addresses"]!.ToJsonString());
        Assert.Equal("[true,true]", result["token"]!.ToJsonString());
    }

    [Fact]
    public async Task Mutations_WhatTookEffect_IsInTheJournalAlsoWithoutAnAnswer()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var wire = new Wire(aws);
        var instance = aws.Fleet.AddLinux();
        (await wire.Ec2("DescribeInstances")).MustBe(200);
        (await wire.Ec2("StopInstances", ("InstanceId.1", "i-0123456789abcdef0"))).MustBe(400, "InvalidInstanceID.NotFound");
        (await wire.Ec2("StopInstances", ("InstanceId.1", instance.Id), ("DryRun", "true"))).MustBe(412, "DryRunOperation");
        Assert.Empty(aws.Mutations.All);
        aws.Faults.Cut("StopInstances");
        await Assert.ThrowsAnyAsync<Exception>(() => wire.Ec2("StopInstances", ("InstanceId.1", instance.Id)));
        Assert.Equal(instance.Id, Assert.Single(aws.Mutations.All)["InstanceId.1"]);
        Assert.Equal(InstanceState.Stopped, instance.State);
    }

    [SkippableFact]
    public async Task CloudInit_TheArticlesUserData_LetsTheKeyInOnceInALifetime()
    {
        Skip.If(OperatingSystem.IsWindows(), "instances of Linux");
        await using var aws = await LoopbackAws.StartAsync();
        var linux = aws.Fleet.AddLinux();
        // Showing them makes an sshd, whose folder is the disk from then on.
        linux.PrintsHostKeys = false;
        var file = Path.Combine(linux.Home, ".ssh", "authorized_keys");
        async Task BootWithAsync(string key, string frequency)
        {
            using var wire = new Wire(aws);
            (await wire.Ec2("StopInstances", ("InstanceId.1", linux.Id))).MustBe(200);
            var config = $"#cloud-config\ncloud_final_modules:\n- [users-groups, {frequency}]\n- [final-message, always]\nfinal_message: done-{key}\nusers:\n  - name: {SshServer.UserName}\n    ssh-authorized-keys:\n    - ssh-rsa {key}\n";
            var message = $"Content-Type: multipart/mixed; boundary=\"//\"\nMIME-Version: 1.0\n\n--//\nContent-Type: text/cloud-config; charset=\"us-ascii\"\nMIME-Version: 1.0\n\n{config}\n--//--\n";
            (await wire.Ec2("ModifyInstanceAttribute", ("InstanceId", linux.Id), ("UserData.Value", Convert.ToBase64String(Encoding.UTF8.GetBytes(message))))).MustBe(200);
            (await wire.Ec2("StartInstances", ("InstanceId.1", linux.Id))).MustBe(200);
            await Eventually.BeAsync(() => linux.ConsoleOutput(true)!.Contains($"done-{key}", StringComparison.Ordinal), "cloud-init is through");
        }

        await BootWithAsync("AAAA1", "once");
        Assert.Equal(["ssh-rsa AAAA1"], await File.ReadAllLinesAsync(file));
        await BootWithAsync("AAAA2", "once");
        Assert.Equal(["ssh-rsa AAAA1"], await File.ReadAllLinesAsync(file));
        await BootWithAsync("AAAA3", "always");
        Assert.Equal(["ssh-rsa AAAA1", "ssh-rsa AAAA3"], await File.ReadAllLinesAsync(file));
    }
}
