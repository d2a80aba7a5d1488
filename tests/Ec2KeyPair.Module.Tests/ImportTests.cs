using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests;

public sealed class ImportTests
{
    private static readonly string[] Expected =
    [
        "Add-EC2AuthorizedKey",
        "Add-EC2KnownHost",
        "Backup-EC2KeyPairLocal",
        "Connect-EC2Instance",
        "Copy-EC2InstanceItem",
        "Export-EC2AccessReport",
        "Export-EC2KeyPairLocal",
        "Export-EC2SshConfig",
        "Get-EC2AuthorizedKey",
        "Get-EC2HostKey",
        "Get-EC2KeyPairLocal",
        "Get-EC2KeyPairUsage",
        "Get-EC2Tunnel",
        "Get-EC2WindowsPassword",
        "Import-EC2KeyPairLocal",
        "Invoke-EC2InstanceCommand",
        "New-EC2KeyPairLocal",
        "New-EC2Tunnel",
        "Protect-EC2KeyPairLocal",
        "Publish-EC2KeyPairLocal",
        "Remove-EC2AuthorizedKey",
        "Remove-EC2KeyPairLocal",
        "Remove-EC2Tunnel",
        "Repair-EC2InstanceAccess",
        "Reset-EC2WindowsPassword",
        "Restore-EC2KeyPairLocal",
        "Test-EC2InstanceAccess",
        "Test-EC2KeyPairLocal",
        "Update-EC2AuthorizedKey",
    ];

    [Fact]
    public void ImportModule_FreshEngine_ExportsWhatTheManifestSays()
    {
        using var runspace = new ModuleRunspace();
        Assert.Equal(Expected, Commands(runspace));
    }

    [Fact]
    public void ImportModule_Force_KeepsTheCmdlets()
    {
        using var runspace = new ModuleRunspace();
        runspace.Invoke("Import-Module -Name $args[0] -Force -ErrorAction Stop", Repository.Manifest);
        Assert.Equal(Expected, Commands(runspace));
        Assert.Equal("Ec2KeyPair", runspace.Invoke("(Get-Command Get-EC2KeyPairLocal).ModuleName")[0].ToString());
    }

    [Fact]
    public void ImportModule_AfterRemove_WorksAgain()
    {
        using var runspace = new ModuleRunspace();
        runspace.Invoke("Remove-Module Ec2KeyPair -ErrorAction Stop");
        Assert.Empty(Commands(runspace));
        runspace.Invoke("Import-Module -Name $args[0] -ErrorAction Stop", Repository.Manifest);
        Assert.Equal(Expected, Commands(runspace));
        runspace.Invoke("Get-EC2KeyPairLocal -StorePath $args[0] -Name nothing*", Path.Combine(Path.GetTempPath(), "ec2keypair-none-" + Guid.NewGuid().ToString("N")));
    }

    [Fact]
    public void ImportModule_Packaged_NeedsNothingOfTheClone()
    {
        using var folder = new TemporaryFolder();
        var package = Path.Combine(folder.Path, "Ec2KeyPair");
        CopyFolder(Path.Combine(Repository.Root, "module"), Path.Combine(package, "module"));
        File.Copy(Repository.Manifest, Path.Combine(package, "Ec2KeyPair.psd1"));
        using var runspace = new ModuleRunspace(import: false);
        runspace.Invoke("$env:PSModulePath = $args[0]; Import-Module Ec2KeyPair -ErrorAction Stop", folder.Path);
        Assert.Equal(Expected, Commands(runspace));
        Assert.StartsWith(package, runspace.Invoke("(Get-Module Ec2KeyPair).ModuleBase")[0].ToString());
    }

    [Fact]
    public void TestModuleManifest_Manifest_IsClean()
    {
        using var runspace = new ModuleRunspace(import: false);
        using var shell = runspace.Shell("Test-ModuleManifest -Path $args[0]", Repository.Manifest);
        var module = (PSModuleInfo)Assert.Single(shell.Invoke()).BaseObject;
        Assert.Empty(shell.Streams.Error);
        Assert.Empty(shell.Streams.Warning);
        Assert.Equal(Expected, module.ExportedCmdlets.Keys.Order());
    }

    private static IEnumerable<string> Commands(ModuleRunspace runspace) =>
        runspace.Invoke("Get-Command -Module Ec2KeyPair").Select(command => ((CommandInfo)command.BaseObject).Name).Order();

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
