using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Windows;

/// <summary>Where Get-EC2WindowsPassword takes private keys from.</summary>
public sealed class LaunchKeyTests
{
    private const string Get = "Get-EC2WindowsPassword @aws -StorePath $store -AsPlainText ";

    [Fact]
    public async Task GetEC2WindowsPassword_FolderOfEncryptedKeysOfEveryEncoding_FindsEachInstancesKey()
    {
        await using var module = await AwsModule.StartAsync();
        module.Set("secret", AwsModule.Secure("correct horse"));
        var expected = new Dictionary<string, string>();
        foreach (var (encoding, name) in new[] { ("Pkcs8", "a"), ("OpenSsh", "b"), ("Ppk", "c") })
        {
            module.Run($"New-EC2KeyPairLocal {name} -KeyEncoding {encoding} -Passphrase $secret @aws -StorePath $args[0]", module.Folder).Single();
            var win = module.Aws.Fleet.AddWindows(name, module.Aws.Fleet.FindKeyPair(name));
            expected.Add(win.Id, win.Password);
        }

        // Without what the store keeps beside them, the files have to tell; and other things are there too.
        foreach (var told in Directory.GetFiles(module.Folder, "*.json")) File.Delete(told);
        module.Write("known_hosts", "no key");
        module.Write("k.pub", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "rsa.pub")));
        Directory.CreateDirectory(Path.Combine(module.Folder, "below.pem"));
        foreach (var where in new[] { "$folder", "\"$folder/*\"", "\"$folder/*.pem\", \"$folder/*.ppk\"" })
        {
            var found = module.Run($"{Get} a, b, c -KeyPath {where} -Passphrase $secret").MustSucceed();
            Assert.Equal(expected, found.ToDictionary(one => Outcome.Text(one, "InstanceId")!, one => Outcome.Text(one, "Password")!));
        }
    }

    [Fact]
    public async Task GetEC2WindowsPassword_PathsAsPeopleHaveThem_NameTheFile()
    {
        await using var module = await AwsModule.StartAsync();
        var (win, pem) = Launch(module);
        var path = module.Write("key [1].pem", pem);
        module.Set("path", path);
        module.Set("file", new FileInfo(path));
        var item = PSObject.AsPSObject(new object());
        item.Properties.Add(new PSNoteProperty("PSPath", "Microsoft.PowerShell.Core\\FileSystem::" + path));
        module.Set("item", item);
        foreach (var given in new[] { "$path", "$file", "$item", "\"$folder/key*.pem\"", "\"FileSystem::$folder\"", "@($file, $path)" })
        {
            Assert.Equal(win.Password, Outcome.Text(module.Run($"{Get} win -KeyPath {given}").Single(), "Password"));
        }
    }

    [Fact]
    public async Task GetEC2WindowsPassword_PathsThatNameNoKey_Terminate()
    {
        await using var module = await AwsModule.StartAsync();
        Launch(module);
        module.Write("notes.txt", "hello");
        module.Run($"{Get} win -KeyPath $folder").MustTerminate("PrivateKeyNotFound", ErrorCategory.ObjectNotFound, module.Folder);
        module.Run($"{Get} win -KeyPath \"$folder/*.txt\"").MustTerminate("PrivateKeyNotFound", ErrorCategory.ObjectNotFound);
        module.Run($"{Get} win -KeyPath \"$folder/*.none\"").MustTerminate("PrivateKeyNotFound", ErrorCategory.ObjectNotFound);
        module.Run($"{Get} win -KeyPath Env:PATH").MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task GetEC2WindowsPassword_KeyName_TakesThatKeyOfTheStore()
    {
        await using var module = await AwsModule.StartAsync();
        var (win, pem) = Launch(module);
        module.Run("Import-EC2KeyPairLocal $args[0] -Name mine -StorePath $store", module.Write("k.pem", pem)).Single();
        module.Run("New-EC2KeyPairLocal other -LocalOnly -StorePath $store").Single();
        Assert.Equal(win.Password, Outcome.Text(module.Run(Get + "win -KeyName mine").Single(), "Password"));
        module.Run(Get + "win -KeyName other").SingleError("PrivateKeyMismatch", ErrorCategory.SecurityError, "win");
        module.Run(Get + "win -KeyName none").MustTerminate("PrivateKeyNotFound", ErrorCategory.ObjectNotFound, "none");
    }

    [Fact]
    public async Task GetEC2WindowsPassword_TwoPlacesForTheKey_AreRefused()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Get + "win -KeyName a -KeyPath $folder").MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
        module.Run(Get + "win -KeyName a -FromParameterStore").MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task GetEC2WindowsPassword_FromParameterStore_TakesTheKeyOfCloudFormation()
    {
        await using var module = await AwsModule.StartAsync();
        var (win, pem) = Launch(module);
        var parameter = "/ec2/keypair/" + win.LaunchKey!.Id;
        module.Run(Get + "win -FromParameterStore").SingleError("ParameterNotFound", ErrorCategory.ObjectNotFound, "win");
        module.Aws.Fleet.Parameters.PutSecure(parameter, pem);
        var second = module.Aws.Fleet.AddWindows("second", win.LaunchKey);
        module.Aws.Requests.Clear();
        var found = module.Run(Get + "win, second -FromParameterStore").MustSucceed();
        Assert.Equal(new[] { win.Password, second.Password }.Order(), found.Select(one => Outcome.Text(one, "Password")!).Order());
        Assert.Equal(1, module.Aws.Requests.Count("GetParameter"));
        Assert.Empty(Directory.GetFileSystemEntries(module.Folder));
        module.Aws.Fleet.CreateKeyPair("other", out var other);
        module.Aws.Fleet.Parameters.PutSecure(parameter, other);
        module.Run(Get + "win -FromParameterStore").SingleError("PrivateKeyMismatch", ErrorCategory.SecurityError, "win");
        module.Aws.Fleet.RemoveKeyPair("launch");
        module.Run(Get + "win -FromParameterStore").SingleError("PrivateKeyNotFound", ErrorCategory.ObjectNotFound, "win");
    }

    [Fact]
    public async Task GetEC2WindowsPassword_EncryptedKeyAndNobodyToAsk_SaysSoAndDoesNotWait()
    {
        await using var module = await AwsModule.StartAsync();
        var (win, _) = Launch(module);
        var key = module.Aws.Fleet.AddKeyPair("fixture", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "rsa.pub")));
        module.Aws.Fleet.AddWindows("locked", key);
        var outcome = module.Run(Get + "locked -Wait -KeyPath $args[0]", Path.Combine(AppContext.BaseDirectory, "Fixtures", "pkcs8.rsa.scrypt"));
        outcome.SingleError("PassphraseRequired", ErrorCategory.AuthenticationError, "locked");
        Assert.Equal(0, module.Aws.Requests.Count("GetConsoleOutput") + module.Aws.Requests.Count("GetPasswordData"));
        Assert.NotNull(win);
    }

    private static (WindowsInstance Instance, string Pem) Launch(AwsModule module)
    {
        var key = module.Aws.Fleet.CreateKeyPair("launch", out var pem);
        return (module.Aws.Fleet.AddWindows("win", key), pem);
    }
}
