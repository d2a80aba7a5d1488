using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.Module.Tests.Composition;

namespace Ec2KeyPair.Module.Tests.Windows;

/// <summary>Get-EC2WindowsPassword -PasswordData: no AWS at all.</summary>
public sealed class OfflineTests
{
    private const string Decrypt = "Get-EC2WindowsPassword -StorePath $store ";

    [Fact]
    public async Task GetEC2WindowsPassword_PasswordDataOfAwsTools_NeedsNoAws()
    {
        await using var module = await AwsModule.StartAsync();
        using var rsa = RSA.Create(2048);
        var path = module.Write("launch.pem", rsa.ExportRSAPrivateKeyPem());
        module.Set("told", Enumerable.Range(1, 3).Select(i => AwsToolsObjects.PasswordData($"i-{i}", "\r\n" + Encrypt(rsa, $"Secret-{i}!") + "\r\n")).ToArray());
        var found = module.Run($"$told | {Decrypt} -KeyPath $args[0] -AsPlainText", path).MustSucceed();
        Assert.Equal(["i-1 Secret-1!", "i-2 Secret-2!", "i-3 Secret-3!"], found.Select(one => Outcome.Text(one, "InstanceId") + " " + Outcome.Text(one, "Password")));
        Assert.All(found, one => Assert.Equal("launch", Outcome.Text(one, "KeyName")));
        Assert.All(found, one => Assert.Equal("Administrator", Outcome.Text(one, "UserName")));
        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task GetEC2WindowsPassword_PasswordDataAsArgument_LabelsAreAsGiven()
    {
        await using var module = await AwsModule.StartAsync();
        using var rsa = RSA.Create(2048);
        module.Run("Import-EC2KeyPairLocal $args[0] -Name launch -StorePath $store", module.Write("k.pem", rsa.ExportRSAPrivateKeyPem())).Single();
        var data = Encrypt(rsa, "Secret!");
        var plain = module.Run(Decrypt + "-KeyName launch -PasswordData $args[0]", data).Single();
        Assert.Null(Outcome.Value(plain, "InstanceId"));
        Assert.Equal("Secret!", Assert.IsType<PSCredential>(Outcome.Value(plain, "Credential")).GetNetworkCredential().Password);
        var labelled = module.Run(Decrypt + "-KeyName launch -PasswordData $args[0] -InstanceId i-9 -UserName Administrateur", data).Single();
        Assert.Equal(("i-9", "Administrateur"), (Outcome.Text(labelled, "InstanceId"), Outcome.Text(labelled, "UserName")));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_PasswordDataThatCannotBeRead_FailsAloneAndTheOthersGoOn()
    {
        await using var module = await AwsModule.StartAsync();
        using var rsa = RSA.Create(2048);
        using var other = RSA.Create(2048);
        module.Set("told", new[] { ("i-1", ""), ("i-2", "%%"), ("i-3", Encrypt(other, "x")), ("i-4", Encrypt(rsa, "Secret!")) }
            .Select(one => AwsToolsObjects.PasswordData(one.Item1, one.Item2)).ToArray());
        var outcome = module.Run($"$told | {Decrypt} -KeyPath $args[0] -AsPlainText", module.Write("launch.pem", rsa.ExportRSAPrivateKeyPem()));
        Assert.Equal("Secret!", Outcome.Text(Assert.Single(outcome.Output), "Password"));
        Assert.Equal(
            ["i-1 PasswordDataNotReady", "i-2 PasswordDataInvalid", "i-3 PrivateKeyMismatch"],
            outcome.Errors.Select(error => $"{error.TargetObject} {Outcome.IdOf(error)}"));
    }

    [Theory]
    [InlineData("[pscustomobject]@{ InstanceId = 'i-2'; PasswordData = '' }")]
    [InlineData("[pscustomobject]@{ InstanceId = 'i-2'; PasswordData = $null }")]
    [InlineData("[pscustomobject]@{ PasswordData = $null; InstanceId = 'i-2' }")]
    [InlineData("$blank")]
    [InlineData("$empty")]
    public async Task GetEC2WindowsPassword_PasswordDataIsNotThereYet_FailsAloneWhereverItStands(string empty)
    {
        await using var module = await AwsModule.StartAsync();
        using var rsa = RSA.Create(2048);
        module.Run("Import-EC2KeyPairLocal $args[0] -Name web -StorePath $store", module.Write("k.pem", rsa.ExportRSAPrivateKeyPem())).Single();
        module.Set("data", Encrypt(rsa, "Secret!"));
        module.Set("empty", AwsToolsObjects.PasswordData("i-2", null));
        module.Set("blank", AwsToolsObjects.PasswordData("i-2", ""));
        foreach (var (order, found) in new[] { ("$good, $late, $good", 2), ("$late, $good", 1), ("$good, $late", 1), ("$late, $late", 0), ("$late", 0) })
        {
            var outcome = module.Run($"$good = [pscustomobject]@{{ InstanceId = 'i-1'; PasswordData = $data }}; $late = {empty}; {order} | {Decrypt} -KeyName web -AsPlainText");
            Assert.Null(outcome.Terminating?.Exception);
            Assert.Equal(Enumerable.Repeat("i-1 Secret!", found), outcome.Output.Select(one => Outcome.Text(one, "InstanceId") + " " + Outcome.Text(one, "Password")));
            Assert.Equal(
                Enumerable.Repeat("i-2 PasswordDataNotReady", order.Split("$late").Length - 1),
                outcome.Errors.Select(error => $"{error.TargetObject} {Outcome.IdOf(error)}"));
        }

        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task GetEC2WindowsPassword_PasswordDataWithoutOneKey_IsRefused()
    {
        await using var module = await AwsModule.StartAsync();
        using var rsa = RSA.Create(2048);
        module.Write("a.pem", rsa.ExportRSAPrivateKeyPem());
        module.Write("b.pem", rsa.ExportRSAPrivateKeyPem());
        foreach (var keys in new[] { "", "-KeyPath $folder" })
        {
            var error = module.Run(Decrypt + keys + " -PasswordData AAAA").MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
            Assert.Contains("-KeyPath", error.ErrorDetails.RecommendedAction);
        }
    }

    [Fact]
    public async Task GetEC2WindowsPassword_InstancesAndPasswordDataMixed_AreRefused()
    {
        await using var module = await AwsModule.StartAsync();
        using var rsa = RSA.Create(2048);
        module.Set("told", new object[] { AwsToolsObjects.PasswordData("i-1", Encrypt(rsa, "x")), "win" });
        module.Run($"$told | Get-EC2WindowsPassword @aws -KeyPath $args[0]", module.Write("launch.pem", rsa.ExportRSAPrivateKeyPem()))
            .MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
    }

    private static string Encrypt(RSA rsa, string password) => Convert.ToBase64String(rsa.Encrypt(Encoding.ASCII.GetBytes(password), RSAEncryptionPadding.Pkcs1));
}
