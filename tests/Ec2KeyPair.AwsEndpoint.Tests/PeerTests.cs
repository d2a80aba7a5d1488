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

    private const string Commands = """
        import json, sys, boto3, botocore
        ssm = boto3.client('ssm', config=botocore.config.Config(retries={'total_max_attempts': 1}))
        windows, linux = sys.argv[1], sys.argv[2]
        r = {}
        sent = ssm.send_command(DocumentName='AWS-RunPowerShellScript', Targets=[{'Key': 'tag:Name', 'Values': ['fleet']}], MaxConcurrency='50%', MaxErrors='10', Comment='c',
            TimeoutSeconds=60, Parameters={'commands': ["'out'", 'exit 3']})['Command']
        r['sent'] = [sent['Status'], sent['TargetCount'], sent['Targets'][0]['Values'][0]]
        w = ssm.get_waiter('command_executed')
        w.config.delay = 0.1
        try:
            w.wait(CommandId=sent['CommandId'], InstanceId=windows)
        except botocore.exceptions.WaiterError as e:
            r['waiter'] = e.last_response['Status']
        got = ssm.get_command_invocation(CommandId=sent['CommandId'], InstanceId=windows)
        r['got'] = [got['Status'], got['ResponseCode'], got['StandardOutputContent'], got['StandardErrorContent'], got['PluginName'], len(got['ExecutionStartDateTime'])]
        pages = ssm.get_paginator('list_command_invocations').paginate(CommandId=sent['CommandId'], Details=True, PaginationConfig={'PageSize': 1})
        r['pages'] = [[i['InstanceId'], i['CommandPlugins'][0]['Output'][:3]] for p in pages for i in p['CommandInvocations']]
        listed = ssm.list_commands(CommandId=sent['CommandId'])['Commands'][0]
        r['listed'] = [listed['CommandId'] == sent['CommandId'], listed['ExpiresAfter'] > listed['RequestedDateTime']]
        rescue = ssm.send_command(DocumentName='AWSSupport-RunEC2RescueForWindowsTool', InstanceIds=[windows], Parameters={'Command': ['ResetAccess']})['Command']['CommandId']
        w.wait(CommandId=rescue, InstanceId=windows, PluginName='runEC2RescueForWindows')
        r['password'] = ssm.get_parameter(Name='/EC2Rescue/Passwords/' + windows, WithDecryption=True)['Parameter']['Value']
        def code(call):
            try:
                call()
                return 'none'
            except botocore.exceptions.ClientError as e:
                return type(e).__name__ + ' ' + e.response['Error']['Message']
        shell = {'DocumentName': 'AWS-RunShellScript', 'Parameters': {'commands': ['true']}}
        r['errors'] = [
            code(lambda: ssm.send_command(InstanceIds=['i-0123456789abcdef0'], **shell)),
            code(lambda: ssm.send_command(InstanceIds=[windows], **shell)),
            code(lambda: ssm.send_command(InstanceIds=[linux], DocumentName='AWS-RunShellScript')),
            code(lambda: ssm.send_command(InstanceIds=[linux], DocumentName='AWS-Nothing')),
            code(lambda: ssm.get_command_invocation(CommandId=sent['CommandId'], InstanceId='i-0123456789abcdef0')),
            code(lambda: ssm.get_command_invocation(CommandId=rescue, InstanceId=windows)),
            code(lambda: ssm.cancel_command(CommandId='0' * 36)),
        ]
        ssm.cancel_command(CommandId=sent['CommandId'])
        print(json.dumps(r, default=str))
        """;

    [SkippableFact]
    public async Task Boto3_RunsCommandsHere()
    {
        Skip.If(Peers.Find("python3") is null || (await Peers.RunAsync("python3", null, "-c", "import boto3")).ExitCode != 0, "no python3 with boto3 here");
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows("fleet");
        var other = here.AddWindows("fleet");
        var linux = here.AddLinux();
        var run = await Peers.RunAsync("python3", Peers.EnvironmentFor(here.Aws), "-c", Commands, windows.Id, linux.Id);
        Assert.True(run.ExitCode == 0, run.Error);
        var result = JsonNode.Parse(run.Output)!;
        Assert.Equal("[\"Pending\",2,\"fleet\"]", result["sent"]!.ToJsonString());
        Assert.Equal("Failed", (string?)result["waiter"]);
        Assert.Equal("[\"Failed\",3,\"out\\r\\n\",\"failed to run commands: exit status 3\",\"aws:runPowerShellScript\",24]", result["got"]!.ToJsonString());
        Assert.Equal($"[[\"{windows.Id}\",\"out\"],[\"{other.Id}\",\"out\"]]", result["pages"]!.ToJsonString());
        Assert.Equal("[true,true]", result["listed"]!.ToJsonString());
        Assert.Equal(windows.CurrentPassword, (string?)result["password"]);
        Assert.Equal(
            [
                "InvalidInstanceId Instances [[i-0123456789abcdef0]] not in a valid state for account 123456789012",
                $"UnsupportedPlatformType Cannot perform operation for instance id {windows.Id} of platform type Windows",
                "InvalidParameters Parameter \"commands\" requires a value.",
                "InvalidDocument Document with name AWS-Nothing does not exist.",
                "InvocationDoesNotExist ",
                "InvalidPluginName The plugin name isn't valid.",
                "InvalidCommandId The specified command ID isn't valid. Verify the ID and try again.",
            ],
            result["errors"]!.AsArray().Select(n => (string?)n));
    }

    private const string Runbook = """
        import json, sys, time, boto3, botocore
        ssm = boto3.client('ssm', config=botocore.config.Config(retries={'total_max_attempts': 1}))
        r = {}
        id = ssm.start_automation_execution(DocumentName='AWSSupport-ResetAccess', Parameters={'InstanceId': [sys.argv[1]]})['AutomationExecutionId']
        while True:
            e = ssm.get_automation_execution(AutomationExecutionId=id)['AutomationExecution']
            if e['AutomationExecutionStatus'] not in ('Pending', 'InProgress'):
                break
            time.sleep(0.05)
        r['end'] = [e['AutomationExecutionStatus'], e['ExecutionEndTime'] >= e['ExecutionStartTime'], e['Outputs']['getWindowsBackupAmi.ImageId'][0]]
        pages = ssm.get_paginator('describe_automation_step_executions').paginate(AutomationExecutionId=id, PaginationConfig={'PageSize': 2})
        r['steps'] = [s['StepName'] for p in pages for s in p['StepExecutions']]
        try:
            ssm.start_automation_execution(DocumentName='AWSSupport-ResetAccess')
        except botocore.exceptions.ClientError as error:
            r['error'] = type(error).__name__
        print(json.dumps(r, default=str))
        """;

    [SkippableFact]
    public async Task Boto3_FollowsAnAutomation()
    {
        Skip.If(Peers.Find("python3") is null || (await Peers.RunAsync("python3", null, "-c", "import boto3")).ExitCode != 0, "no python3 with boto3 here");
        await using var here = await CommandFixture.StartAsync();
        var run = await Peers.RunAsync("python3", Peers.EnvironmentFor(here.Aws), "-c", Runbook, here.AddWindows().Id);
        Assert.True(run.ExitCode == 0, run.Error);
        var result = JsonNode.Parse(run.Output)!;
        Assert.Equal($"[\"Success\",true,\"{here.Aws.Fleet.Automations.All[1].Images[0].Id}\"]", result["end"]!.ToJsonString());
        Assert.Equal(
            ["assertInstanceIsWindows", "runEC2RescueForWindows", "getWindowsBackupAmi", "getWindowsPasswordEnabledAmi", "getEC2RescueForWindowsResult"],
            result["steps"]!.AsArray().Select(step => (string)step!));
        Assert.Equal("InvalidAutomationExecutionParametersException", (string?)result["error"]);
    }

    [SkippableFact]
    public async Task AwsCli_RunsACommand()
    {
        Skip.If(Peers.Find("aws") is null || OperatingSystem.IsWindows(), "no aws CLI here");
        await using var here = await CommandFixture.StartAsync();
        var linux = here.AddLinux();
        var environment = Peers.EnvironmentFor(here.Aws);
        var sent = await Peers.RunAsync(
            "aws", environment, "ssm", "send-command", "--instance-ids", linux.Id, "--document-name", "AWS-RunShellScript", "--parameters", "commands=uname", "--query", "Command.CommandId", "--output", "text");
        Assert.True(sent.ExitCode == 0, sent.Error);
        await here.Aws.Fleet.Commands.Find(sent.Output.Trim())!.Completion;
        var got = await Peers.RunAsync("aws", environment, "ssm", "get-command-invocation", "--command-id", sent.Output.Trim(), "--instance-id", linux.Id);
        Assert.True(got.ExitCode == 0, got.Error);
        Assert.Equal(("Success", 0), ((string?)JsonNode.Parse(got.Output)!["Status"], (int)JsonNode.Parse(got.Output)!["ResponseCode"]!));
    }

    private const string Templates = """
        import json, boto3, botocore
        ec2 = boto3.client('ec2', config=botocore.config.Config(retries={'total_max_attempts': 1}))
        r = {}
        data = {'KeyName': 'old', 'InstanceType': 't3.small', 'UserData': 'Iw==', 'SecurityGroupIds': ['sg-1'],
            'BlockDeviceMappings': [{'DeviceName': '/dev/xvda', 'Ebs': {'VolumeSize': 9, 'Encrypted': True}}],
            'NetworkInterfaces': [{'DeviceIndex': 0, 'Groups': ['sg-1'], 'AssociatePublicIpAddress': True}],
            'MetadataOptions': {'HttpTokens': 'required'}, 'Monitoring': {'Enabled': True},
            'TagSpecifications': [{'ResourceType': 'instance', 'Tags': [{'Key': 'Name', 'Value': 'web <1>'}]}]}
        made = ec2.create_launch_template(LaunchTemplateName='web', LaunchTemplateData=data, VersionDescription='first',
            TagSpecifications=[{'ResourceType': 'launch-template', 'Tags': [{'Key': 'team', 'Value': 'a'}]}])['LaunchTemplate']
        id = made['LaunchTemplateId']
        r['made'] = [made['LaunchTemplateName'], made['DefaultVersionNumber'], made['LatestVersionNumber'], made['Tags'][0]['Value']]
        version = ec2.create_launch_template_version(LaunchTemplateId=id, SourceVersion='1', LaunchTemplateData={'KeyName': 'new'})['LaunchTemplateVersion']
        r['inherited'] = version['LaunchTemplateData'] == {**data, 'KeyName': 'new'}
        r['version'] = [version['VersionNumber'], version['DefaultVersion']]
        for i in range(12):
            ec2.create_launch_template(LaunchTemplateName='other-%d' % i, LaunchTemplateData={'KeyName': 'k'})
        r['current'] = [sum(len(p['LaunchTemplateVersions']) for p in [page]) for page in
            ec2.get_paginator('describe_launch_template_versions').paginate(Versions=['$Latest', '$Default'], PaginationConfig={'PageSize': 5})]
        r['templates'] = [len(p['LaunchTemplates']) for p in ec2.get_paginator('describe_launch_templates').paginate(PaginationConfig={'PageSize': 10})]
        r['modified'] = ec2.modify_launch_template(LaunchTemplateId=id, DefaultVersion='2')['LaunchTemplate']['DefaultVersionNumber']
        def said(call):
            try:
                call()
                return 'none'
            except botocore.exceptions.ClientError as e:
                return e.response['Error']['Code'] + ' ' + e.response['Error']['Message']
        r['errors'] = [
            said(lambda: ec2.create_launch_template(LaunchTemplateName='web', LaunchTemplateData=data)),
            said(lambda: ec2.create_launch_template(LaunchTemplateName='new', LaunchTemplateData={})),
            said(lambda: ec2.describe_launch_template_versions(LaunchTemplateName='timski')),
            said(lambda: ec2.modify_launch_template(LaunchTemplateName='other-1', DefaultVersion='666')).split(' ')[0],
        ]
        print(json.dumps(r, default=str))
        """;

    [SkippableFact]
    public async Task Boto3_KeepsLaunchTemplatesHere()
    {
        Skip.If(Peers.Find("python3") is null || (await Peers.RunAsync("python3", null, "-c", "import boto3")).ExitCode != 0, "no python3 with boto3 here");
        await using var aws = await LoopbackAws.StartAsync();
        var run = await Peers.RunAsync("python3", Peers.EnvironmentFor(aws), "-c", Templates);
        Assert.True(run.ExitCode == 0, run.Error);
        var result = JsonNode.Parse(run.Output)!;
        Assert.Equal("[\"web\",1,1,\"a\"]", result["made"]!.ToJsonString());
        Assert.True((bool)result["inherited"]!, run.Output);
        Assert.Equal("[2,false]", result["version"]!.ToJsonString());
        Assert.Equal("[5,5,4]", result["current"]!.ToJsonString());
        Assert.Equal("[10,3]", result["templates"]!.ToJsonString());
        Assert.Equal(2, (int)result["modified"]!);
        Assert.Equal(
            [
                "InvalidLaunchTemplateName.AlreadyExistsException Launch template name already in use.",
                "MissingParameter The request must contain the parameter LaunchTemplateData",
                "InvalidLaunchTemplateName.NotFoundException The specified launch template, with template name timski, does not exist.",
                "InvalidLaunchTemplateId.VersionNotFound",
            ],
            result["errors"]!.AsArray().Select(n => (string?)n));
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
