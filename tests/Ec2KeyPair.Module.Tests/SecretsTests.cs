using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Text;

namespace Ec2KeyPair.Module.Tests;

public sealed class SecretsTests
{
    private const string Passphrase = "Zq7-passphrase-nobody-may-see";

    [Fact]
    public async Task EveryCmdlet_VerboseAndDebug_TellsNoSecret()
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("secret", AwsModule.Secure(Passphrase));
        module.Set("wrong", AwsModule.Secure(Passphrase + "!"));
        module.Set("given", new PSCredential(module.Aws.AccessKey, AwsModule.Secure(module.Aws.SecretKey)));
        var told = new StringBuilder();
        void Tell(string script) => Collect(told, module.Run("$VerbosePreference = $DebugPreference = 'Continue'; " + script));

        Tell("New-EC2KeyPairLocal open @aws -StorePath $store -Verbose -Debug");
        Tell("New-EC2KeyPairLocal locked -Passphrase $secret @aws -StorePath $store -Verbose -Debug; New-EC2KeyPairLocal ed -KeyType Ed25519 @aws -StorePath $store");
        var fleet = module.Aws.Fleet;
        var instances = new[] { fleet.AddWindows("w1", fleet.FindKeyPair("open")), fleet.AddWindows("w2", fleet.FindKeyPair("locked")) };
        fleet.AddWindows("w3", fleet.CreateKeyPair("elsewhere", out _));
        fleet.AddLinux("lin", fleet.FindKeyPair("ed"));
        Tell("Get-EC2KeyPairLocal -StorePath $store -Verbose -Debug; Get-EC2KeyPairLocal -Path \"$store/*.pem\" -Passphrase $secret -Verbose; Get-EC2KeyPairLocal -Path \"$store/locked.pem\" -Passphrase $wrong");
        Tell("Get-EC2WindowsPassword w1, w2, w3, lin, nobody @aws -StorePath $store -Verbose -Debug");
        Tell("Get-EC2WindowsPassword w1, w2 @aws -StorePath $store -Passphrase $secret -Verbose -Debug");
        Tell("Get-EC2WindowsPassword w2 @aws -StorePath $store -Passphrase $wrong -Verbose -Debug");
        Tell("Get-EC2WindowsPassword w1 -Region us-east-1 -EndpointUrl $endpoint -Credential $given -StorePath $store -Verbose");
        Tell("Connect-EC2Instance lin @aws -StorePath $store -Verbose -Debug");
        Tell("Connect-EC2Instance nobody @aws -StorePath $store -SshArgument 'true' -Verbose -Debug");
        module.Aws.Faults.Deny("*");
        Tell("New-EC2KeyPairLocal more @aws -StorePath $store -Verbose -Debug; Get-EC2WindowsPassword w1 @aws -StorePath $store -Verbose -Debug");

        var text = told.ToString();
        Assert.Contains("us-east-1", text);
        Assert.DoesNotContain(Passphrase, text);
        Assert.DoesNotContain(module.Aws.SecretKey, text);
        Assert.DoesNotContain("PRIVATE KEY-----", text);
        Assert.All(instances, instance => Assert.DoesNotContain(instance.Password, text));
        foreach (var file in Directory.EnumerateFiles(module.Store, "*.pem"))
        {
            // Past the header, which is alike for all keys of a kind.
            var body = (await File.ReadAllLinesAsync(file))[1..^1];
            Assert.All(body.Skip(body.Length / 2), line => Assert.DoesNotContain(line, text));
        }

        Assert.DoesNotContain(Directory.EnumerateFiles(module.Folder, "*", SearchOption.AllDirectories), file =>
            File.ReadAllText(file).Contains(Passphrase, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ImportExportProtect_EveryStreamAndOutput_TellsNoSecret()
    {
        const string renewed = "Xk3-another-nobody-may-see";
        await using var module = await AwsModule.StartAsync();
        module.Set("one", AwsModule.Secure(Passphrase));
        module.Set("two", AwsModule.Secure(renewed));
        module.Set("wrong", AwsModule.Secure(Passphrase + "!"));
        var told = new StringBuilder();
        // All streams into one, as a transcript has them, beside what they are as objects.
        void Tell(string command)
        {
            Collect(told, module.Run("$VerbosePreference = $DebugPreference = 'Continue'; " + command + " -StorePath $store -Verbose -Debug"));
            Collect(told, module.Run(command + " -StorePath $store -Verbose -Debug *>&1 | ForEach-Object { \"$_\" }"));
        }

        foreach (var kind in new[] { "-KeyType Ed25519", "-KeyType Rsa -KeyEncoding Pkcs8", "-KeyType Rsa -KeyEncoding Ppk" })
        {
            var name = "k" + kind.Length;
            var open = Path.Combine(module.Folder, name + "-open");
            var locked = Path.Combine(module.Folder, name + "-locked");
            Tell($"New-EC2KeyPairLocal {name} {kind} -LocalOnly");
            Tell($"Protect-EC2KeyPairLocal {name} -NewPassphrase $one");
            Tell($"Protect-EC2KeyPairLocal {name} -Passphrase $one -NewPassphrase $two");
            Tell($"Protect-EC2KeyPairLocal {name} -Passphrase $wrong -RemovePassphrase");
            Tell($"Protect-EC2KeyPairLocal {name} -NewPassphrase $one -RemovePassphrase");
            Tell($"Export-EC2KeyPairLocal {name} '{locked}' -Passphrase $two -Force");
            Tell($"Export-EC2KeyPairLocal {name} '{open}' -Passphrase $two -RemovePassphrase -KeyEncoding OpenSsh -Force");
            Tell($"Export-EC2KeyPairLocal {name} '{open}' -Passphrase $wrong -Force");
            Tell($"Export-EC2KeyPairLocal {name} '{open}' -Passphrase $two");
            Tell($"Export-EC2KeyPairLocal {name} '{module.Folder}/no/such/folder' -Passphrase $two");
            Tell($"Export-EC2KeyPairLocal {name} '{open}.pub' -PublicKey -Force");
            Tell($"Import-EC2KeyPairLocal '{open}' -Name {name}-a");
            Tell($"Import-EC2KeyPairLocal '{locked}' -Name {name}-b -Passphrase $two");
            Tell($"Import-EC2KeyPairLocal '{locked}' -Name {name}-c -Passphrase $wrong");
            Tell($"Import-EC2KeyPairLocal '{open}.pub' -Name {name}-d");
        }

        var text = told.ToString();
        Assert.Contains("PassphraseIncorrect", text);
        Assert.Contains("KeyPairExists", text);
        Assert.DoesNotContain(Passphrase, text);
        Assert.DoesNotContain(renewed, text);
        Assert.DoesNotContain("PRIVATE KEY-----", text);
        Assert.DoesNotContain("Private-Lines", text);
        foreach (var file in Directory.EnumerateFiles(module.Folder, "*", SearchOption.AllDirectories))
        {
            var content = await File.ReadAllTextAsync(file);
            Assert.DoesNotContain(Passphrase, content);
            Assert.DoesNotContain(renewed, content);
            if (!content.Contains("PRIVATE KEY-----", StringComparison.Ordinal) && !content.Contains("Private-Lines", StringComparison.Ordinal)) continue;
            var body = content.Contains("Private-Lines", StringComparison.Ordinal) ? content[content.IndexOf("Private-Lines", StringComparison.Ordinal)..] : content;
            var lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..^1];
            Assert.All(lines.Skip(lines.Length / 2), line => Assert.DoesNotContain(line, text));
        }
    }

    [Fact]
    public async Task GetEC2WindowsPassword_EveryWayToTheKey_TellsNoSecret()
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("secret", AwsModule.Secure(Passphrase));
        module.Set("wrong", AwsModule.Secure(Passphrase + "!"));
        var told = new StringBuilder();
        void Tell(string command)
        {
            Collect(told, module.Run("$VerbosePreference = $DebugPreference = 'Continue'; " + command + " -Verbose -Debug"));
            Collect(told, module.Run(command + " -Verbose -Debug *>&1 | ForEach-Object { \"$_\" }"));
        }

        var fleet = module.Aws.Fleet;
        module.Run("New-EC2KeyPairLocal locked -KeyEncoding Pkcs8 -Passphrase $secret @aws -StorePath $store").Single();
        var formed = fleet.CreateKeyPair("formed", out var pem);
        fleet.Parameters.PutSecure("/ec2/keypair/" + formed.Id, pem);
        var instances = new[] { fleet.AddWindows("w1", fleet.FindKeyPair("locked")), fleet.AddWindows("w2", formed), fleet.AddWindows("w3", formed) };
        instances[0].Tags["team"] = "web";
        instances[2].PasswordReady = DateTimeOffset.MaxValue;
        instances[1].WriteToConsole("Ec2KeyPair: the password of 'Administrator' was reset at 2099-01-02T03:04:05Z\r\n");
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        rsa.ImportFromPem(pem);
        module.Set("data", Convert.ToBase64String(rsa.Encrypt(Encoding.ASCII.GetBytes(instances[1].Password), System.Security.Cryptography.RSAEncryptionPadding.Pkcs1)));
        module.Set("key", module.Write("formed.pem", pem));
        Tell("Get-EC2WindowsPassword w1, w2, w3 @aws -KeyPath $store -Passphrase $secret");
        Tell("Get-EC2WindowsPassword w1, w2, w3 @aws -KeyPath $store -Passphrase $wrong");
        Tell("Get-EC2WindowsPassword w1, w2, w3 @aws -StorePath $store -FromParameterStore");
        Tell("Get-EC2WindowsPassword w1 @aws -StorePath $store -KeyName locked -Passphrase $secret -Wait");
        Tell("Get-EC2WindowsPassword @aws -StorePath $store -Tag @{ team = 'web' } -Passphrase $secret");
        Tell("Get-EC2WindowsPassword w3 @aws -KeyPath $key -Wait -TimeoutSec 1");
        Tell("Get-EC2WindowsPassword -KeyPath $key -StorePath $store -PasswordData $data");
        Tell("Get-EC2WindowsPassword -KeyName locked -StorePath $store -Passphrase $wrong -PasswordData $data");

        var text = told.ToString();
        Assert.Contains("PasswordDataNotReady", text);
        Assert.Contains("out of date", text);
        Assert.DoesNotContain(Passphrase, text);
        Assert.DoesNotContain(module.Aws.SecretKey, text);
        Assert.All(instances, instance => Assert.DoesNotContain(instance.Password, text));
        var body = pem.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..^1];
        Assert.All(body.Skip(body.Length / 2), line => Assert.DoesNotContain(line.Trim(), text));
        // Nothing that was sent holds a passphrase or a password, and nothing was written.
        Assert.All(module.Aws.Requests.All, request => Assert.DoesNotContain(Passphrase, request.Body + string.Concat(request.Parameters)));
        Assert.All(Directory.EnumerateFiles(module.Folder, "*", SearchOption.AllDirectories), file =>
            Assert.All(instances, instance => Assert.DoesNotContain(instance.Password, File.ReadAllText(file))));
    }

    private static void Collect(StringBuilder told, Outcome outcome)
    {
        foreach (var line in outcome.Verbose.Concat(outcome.Warnings).Concat(outcome.Others)) told.AppendLine(line);
        foreach (var error in outcome.Errors.Append(outcome.Terminating).OfType<ErrorRecord>())
        {
            told.AppendLine(error.ToString()).AppendLine(error.Exception.ToString()).AppendLine(error.ScriptStackTrace)
                .AppendLine(error.ErrorDetails?.Message).AppendLine(error.ErrorDetails?.RecommendedAction).AppendLine(error.TargetObject?.ToString()).AppendLine(error.FullyQualifiedErrorId)
                .AppendLine(error.InvocationInfo?.PositionMessage);
            Dump(told, error.TargetObject, 0);
        }

        foreach (var record in outcome.Output) Dump(told, record, 0);
    }

    // What Format-List * and ConvertTo-Json -Depth 4 would come to: every readable property, and theirs.
    private static void Dump(StringBuilder told, object? value, int depth)
    {
        if (value is PSObject wrapped)
        {
            foreach (var property in wrapped.Properties.Where(one => one is { IsGettable: true } and not PSScriptProperty)) Dump(told, property.Value, depth + 1);
            value = wrapped.BaseObject;
        }

        if (value is null) return;
        told.AppendLine(value.ToString());
        if (depth > 4 || value is string or Type || value.GetType().IsPrimitive) return;
        // The drive and provider on a file object are the engine's own, and some of their properties only throw.
        if (value is PSDriveInfo or ProviderInfo) return;
        if (value is IEnumerable items)
        {
            foreach (var item in items) Dump(told, item, depth + 1);
            return;
        }

        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length == 0) Dump(told, property.GetValue(value), depth + 1);
        }
    }
}
