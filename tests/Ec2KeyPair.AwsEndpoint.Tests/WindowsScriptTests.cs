using System.Text;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.RunCommand;
using Ec2KeyPair.AwsEndpoint.WindowsSide;

namespace Ec2KeyPair.AwsEndpoint.Tests;

/// <summary>AWS-RunPowerShellScript: the script really runs, on a machine that is played.</summary>
public sealed class WindowsScriptTests
{
    // Finds the built-in administrator by the last four bytes of its SID, as a script for any language and any name must.
    private const string FindAdministrator = """
        $ErrorActionPreference = 'Stop'
        $machine = [adsi]'WinNT://.'
        $user = $null
        foreach ($child in $machine.psbase.Children) {
            if ($child.SchemaClassName -ne 'User') { continue }
            $sid = $child.Properties['objectSid'].Value
            if ([BitConverter]::ToUInt32($sid, $sid.Length - 4) -eq 500) { $user = $child }
        }
        """;

    [Fact]
    public async Task Adsi_SetPassword_ChangesTheCurrentPasswordAndNotPasswordData()
    {
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows(key: here.Aws.Fleet.CreateKeyPair("k", out _));
        windows.UserName = "Administrateur";
        windows.Machine.Administrator.Name = "chef";
        var data = windows.PasswordData();
        var run = await here.RunAsync(windows, FindAdministrator, "$user.psbase.Invoke('SetPassword', @('Neu-und-anders-7'))", "$user.psbase.CommitChanges()", "$user.psbase.Name");
        Assert.Equal(("Success", "chef\r\n", ""), Of(run));
        Assert.Equal("Neu-und-anders-7", windows.CurrentPassword);
        Assert.NotEqual(windows.CurrentPassword, windows.Password);
        Assert.Equal(data, windows.PasswordData());
        Assert.Contains("Username: Administrateur\r\n", windows.ConsoleOutput(latest: true)!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Short-7", false)]
    [InlineData("lower-only-words", false)]
    [InlineData("lower-and-digits-7", true)]
    [InlineData("UPPERlower7", true)]
    [InlineData("xADMINISTRATORx-7", false)]
    [InlineData("current", false)]
    [InlineData("127", true)]
    [InlineData("128", false)]
    [InlineData("refused by a filter", false)]
    public async Task Adsi_SetPassword_MindsThePolicy(string password, bool isTaken)
    {
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows();
        windows.Machine.Policy.MinimumLength = 8;
        windows.Machine.Policy.RefuseNext = password == "refused by a filter" ? 1 : 0;
        var before = windows.CurrentPassword;
        password = password switch
        {
            "current" => before,
            "127" or "128" => string.Concat(Enumerable.Repeat("aB3-", 32))[..int.Parse(password, System.Globalization.CultureInfo.InvariantCulture)],
            "refused by a filter" => "Perfectly-fine-7",
            _ => password,
        };
        var run = await here.RunAsync(
            windows,
            "$account = [adsi]'WinNT://./Administrator,user'",
            "try { $account.psbase.Invoke('SetPassword', @('" + password + "')); 'taken' }",
            "catch { $e = $_.Exception; while ($e.InnerException) { $e = $e.InnerException }; '{0:X8}' -f $e.HResult; $e.GetType().Name; $e.Message }");
        var lines = ((string)run["StandardOutputContent"]!).Split("\r\n");
        Assert.Equal(isTaken ? "taken" : "800708C5", lines[0]);
        Assert.Equal(isTaken ? password : before, windows.CurrentPassword);
        if (!isTaken)
        {
            Assert.Equal("COMException", lines[1]);
            Assert.StartsWith("The password does not meet the password policy requirements.", lines[2], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Adsi_MachineAndOthers_AreAsSet()
    {
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows();
        windows.Machine.Policy.MinimumLength = 14;
        windows.Machine.AddAccount("anna", "Anna-0-Anna");
        var run = await here.RunAsync(
            windows,
            "$machine = [adsi]'WinNT://.'",
            "$machine.psbase.Properties['MinPasswordLength'].Value",
            "foreach ($child in $machine.psbase.Children) { $sid = $child.Properties['objectSid'].Value; '{0} {1} {2} {3}' -f $child.SchemaClassName, $child.Name, $(if ($sid) { [BitConverter]::ToUInt32($sid, $sid.Length - 4) }), ($child.Properties['UserFlags'].Value -band 2) }",
            "$guest = [adsi]'WinNT://./Guest,user'; $guest.Properties['UserFlags'].Value = $guest.Properties['UserFlags'].Value -band -bnot 2; $guest.psbase.CommitChanges()",
            "([System.DirectoryServices.DirectoryEntry]'WinNT://./anna').SchemaClassName",
            "foreach ($path in 'WinNT://./nobody,user', 'WinNT://elsewhere', 'LDAP://.') { try { ([adsi]$path).psbase.RefreshCache() } catch { '{0:X8}' -f $_.Exception.InnerException.HResult } }");
        Assert.Equal(
            [
                "14", "User Administrator 500 0", "User DefaultAccount 503 2", "User Guest 501 2", "User WDAGUtilityAccount 504 2", "User anna 1001 0",
                "Group Administrators 544 0", "Group Users 545 0", "Group Guests 546 0", "Group Remote Desktop Users 555 0",
                "Service AmazonSSMAgent  0", "Service LSM  0", "Service TermService  0", "Service WinRM  0", "User", "800708AD", "80070035", "80005000", "",
            ],
            ((string)run["StandardOutputContent"]!).Split("\r\n"));
        Assert.Equal(("Success", ""), ((string?)run["Status"], (string?)run["StandardErrorContent"]));
        Assert.False(windows.Machine.Accounts[2].IsDisabled);
        Assert.StartsWith("S-1-5-21-", windows.Machine.Administrator.Sid.ToString(), StringComparison.Ordinal);
        Assert.Equal(28, windows.Machine.Administrator.Sid.ToBytes().Length);
    }

    [Theory]
    [InlineData(ProductType.Workstation, "1")]
    [InlineData(ProductType.DomainController, "2")]
    [InlineData(ProductType.Server, "3")]
    public async Task Wmi_ProductType_TellsDomainControllers(ProductType type, string number)
    {
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows();
        windows.Machine.ProductType = type;
        Assert.Equal(("Success", number + "\r\n", ""), Of(await here.RunAsync(windows, "([wmi]'Win32_OperatingSystem=@').ProductType")));
    }

    [Fact]
    public async Task SerialPort_WritesToTheConsoleOutput()
    {
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows();
        const string Write = "$port = [System.IO.Ports.SerialPort]::new('COM1', 115200); $port.WriteTimeout = 1000; $port.Open(); try { $port.WriteLine('EC2KP: hello') } finally { $port.Dispose() }";
        Assert.Equal("Success", (string?)(await here.RunAsync(windows, Write))["Status"]);
        Assert.EndsWith("Message: Windows is Ready to use\r\nEC2KP: hello\n", windows.ConsoleOutput(latest: true)!, StringComparison.Ordinal);
        windows.Machine.IsSerialPortBusy = true;
        var busy = await here.RunAsync(windows, "$ErrorActionPreference = 'Stop'", Write);
        Assert.Equal(("Failed", 1), ((string?)busy["Status"], (int)busy["ResponseCode"]!));
        Assert.Contains("Access to the port 'COM1' is denied.", (string?)busy["StandardErrorContent"], StringComparison.Ordinal);
        Assert.Contains("COM2", (string?)(await here.RunAsync(windows, Write.Replace("COM1", "COM2", StringComparison.Ordinal)))["StandardErrorContent"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 5", 5, "\nfailed to run commands: exit status 5")]
    [InlineData("function f { exit 6 }; try { f } finally { 'end' }", 6, "failed to run commands: exit status 6")]
    [InlineData("throw 'broken'", 1, "broken")]
    [InlineData("Write-Output 1", 0, "The term 'Write-Output' is not recognized")]
    [InlineData("$ErrorActionPreference = 'Stop'; Write-Output 1", 1, "The term 'Write-Output' is not recognized")]
    [InlineData("if (", 1, "ParserError")]
    [InlineData("$x = $true ? 1 : 2", 1, "ParserError")]
    [InlineData("$x = $null ?? 1", 1, "ParserError")]
    [InlineData("1 && 2", 1, "ParserError")]
    [InlineData("$host.UI.ReadLine()", 0, "NonInteractive")]
    [InlineData("[int]::Parse('x'); exit 8", 8, "Parse")]
    public async Task Script_ThatFails_HasItsCodeAndReason(string script, int code, string reason)
    {
        await using var here = await CommandFixture.StartAsync();
        var run = await here.RunAsync(here.AddWindows(), script);
        Assert.Equal((code == 0 ? "Success" : "Failed", code), ((string?)run["Status"], (int)run["ResponseCode"]!));
        Assert.Contains(reason.TrimStart('\n'), (string?)run["StandardErrorContent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_Output_LosesWhatIsNotInTheCodePage()
    {
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows();
        Assert.Equal("caf\uFFFD\r\n", (string?)(await here.RunAsync(windows, "'caf' + [char]0xE9"))["StandardOutputContent"]);
        windows.Machine.OutputCodePage = 65001;
        Assert.Equal("café\r\n", (string?)(await here.RunAsync(windows, "'caf' + [char]0xE9"))["StandardOutputContent"]);
    }

    [Fact]
    public async Task Script_ThatNeverEnds_IsCancelled()
    {
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows();
        var command = await here.SendAsync(CommandFixture.Body("AWS-RunPowerShellScript", new() { ["commands"] = ["'begun'", "[System.IO.Ports.SerialPort]$p = 'COM1'; $p.Open(); $p.WriteLine('begun')", "while ($true) { }"] }, windows));
        await Eventually.BeAsync(() => windows.ConsoleOutput(latest: true)!.EndsWith("begun\n", StringComparison.Ordinal), "the script has begun");
        (await here.Wire.Ssm("CancelCommand", new JsonObject { ["CommandId"] = command.Id })).MustBe(200);
        await command.Completion;
        var run = await here.GetAsync(command, windows);
        Assert.Equal(("Cancelled", "begun\r\n", ""), Of(run));
        Assert.Equal(-1, (int)run["ResponseCode"]!);
    }

    [Fact]
    public async Task Scripts_SideBySide_SeeTheirOwnMachines()
    {
        await using var here = await CommandFixture.StartAsync();
        var fleet = Enumerable.Range(0, 8).Select(_ => here.AddWindows()).ToList();
        var command = await here.SendAsync(CommandFixture.Body(
            "AWS-RunPowerShellScript",
            new() { ["commands"] = [FindAdministrator, "foreach ($i in 1..20) { $user.psbase.Invoke('SetPassword', @(\"Aa-$i-\" + $machine.Name)) }", "$machine.Name"] },
            fleet));
        await command.Completion;
        Assert.All(command.Invocations, one => Assert.Equal("", one.Steps[0].Error));
        Assert.Equal(fleet.Select(windows => windows.Machine.Name + "\r\n"), command.Invocations.Select(one => one.Steps[0].Output));
        Assert.Equal(fleet.Select(windows => "Aa-20-" + windows.Machine.Name), fleet.Select(windows => windows.CurrentPassword));
        Assert.All(fleet, windows => Assert.Equal(20, windows.Machine.Administrator.TimesChanged));
    }

    [Theory]
    [InlineData("/EC2Rescue/Passwords/", RescuePasswordForm.Plain, "")]
    [InlineData("/EC2Rescue/Password/", RescuePasswordForm.Json, "1234abcd-12ab-34cd-56ef-1234567890ab")]
    public async Task Ec2Rescue_ResetAccess_LeavesThePasswordInParameterStore(string prefix, RescuePasswordForm form, string keyId)
    {
        await using var here = await CommandFixture.StartAsync();
        here.Settings.RescueParameterPrefix = prefix;
        here.Settings.RescuePasswordForm = form;
        var windows = here.AddWindows();
        var body = CommandFixture.Body("AWSSupport-RunEC2RescueForWindowsTool", new() { ["Command"] = ["ResetAccess"], ["Parameters"] = [keyId] }, windows);
        var command = await here.SendAsync(body.DeepClone().AsObject());
        await command.Completion;
        Assert.Equal("Success", command.Status);
        Assert.NotEqual(windows.Password, windows.CurrentPassword);
        var stored = here.Aws.Fleet.Parameters.Find(prefix + windows.Id)!;
        Assert.Equal(("SecureString", keyId.Length == 0 ? "alias/aws/ssm" : keyId), (stored.Type, stored.KeyId));
        Assert.Equal(windows.CurrentPassword, form == RescuePasswordForm.Plain ? stored.Value : (string?)JsonNode.Parse(stored.Value)!["Password"]);
        var run = await here.GetAsync(command, windows, "runEC2RescueForWindows");
        Assert.DoesNotContain(windows.CurrentPassword, (string)run["StandardOutputContent"]!, StringComparison.Ordinal);
        (await here.Wire.Ssm("GetCommandInvocation", new JsonObject { ["CommandId"] = command.Id, ["InstanceId"] = windows.Id })).MustBe(400, "InvalidPluginName");
        await (await here.SendAsync(body.DeepClone().AsObject())).Completion;
        Assert.Equal(2, here.Aws.Fleet.Parameters.Find(prefix + windows.Id)!.Version);
        body["Parameters"]!["Command"] = new JsonArray("Other");
        (await here.Wire.Ssm("SendCommand", body)).MustBe(400, "InvalidParameters");
    }

    [Theory]
    [InlineData("no right")]
    [InlineData("domain controller")]
    [InlineData("policy")]
    [InlineData("CollectLogs")]
    public async Task Ec2Rescue_WhereItCannot_FailsAndChangesNothing(string why)
    {
        await using var here = await CommandFixture.StartAsync();
        var windows = here.AddWindows();
        here.Settings.RescueMayPutParameter = why != "no right";
        windows.Machine.ProductType = why == "domain controller" ? ProductType.DomainController : ProductType.Server;
        windows.Machine.Policy.RefuseNext = why == "policy" ? 1 : 0;
        var command = await here.SendAsync(CommandFixture.Body(
            "AWSSupport-RunEC2RescueForWindowsTool", new() { ["Command"] = [why == "CollectLogs" ? why : "ResetAccess"], ["Parameters"] = ["bucket"] }, windows));
        await command.Completion;
        Assert.Equal(["Success", "Failed"], command.Invocations[0].Steps.Select(step => step.Status));
        Assert.EndsWith("\nfailed to run commands: exit status 1", command.Invocations[0].Steps[1].Error, StringComparison.Ordinal);
        Assert.Empty(here.Aws.Fleet.Parameters.All);
        Assert.Equal(windows.Password, windows.CurrentPassword);
    }

    private static (string?, string?, string?) Of(JsonObject run) => ((string?)run["Status"], (string?)run["StandardOutputContent"], (string?)run["StandardErrorContent"]);
}
