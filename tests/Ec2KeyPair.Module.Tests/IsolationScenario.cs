using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;

namespace Ec2KeyPair.Module.Tests;

/// <summary>What <see cref="IsolationTests"/> looks at, run in processes of their own.</summary>
internal static class IsolationScenario
{
    /// <summary>Imports the module and prints every assembly of the process.</summary>
    internal static void ImportAlone()
    {
        using var runspace = new ModuleRunspace();
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies()) Console.WriteLine(assembly.GetName().Name);
    }

    /// <summary>
    /// Another module has brought older assemblies of our names; then ours is imported and used, and theirs used
    /// again. Prints "name version context" for each assembly of such a name.
    /// </summary>
    internal static async Task BesideOlderAsync(string folder)
    {
        var older = Path.Combine(AppContext.BaseDirectory, "older");
        string[] theirs = [Path.Combine(older, "AWSSDK.Core.dll"), Path.Combine(older, "Renci.SshNet.dll"), MakeBouncyCastle(folder)];
        foreach (var path in theirs) AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        UseTheirs();

        await using (var module = await AwsModule.StartAsync())
        {
            module.Set("secret", AwsModule.Secure("correct horse"));
            var made = module.Run("New-EC2KeyPairLocal isolated-rsa @aws -StorePath $store; New-EC2KeyPairLocal isolated-ed -KeyType Ed25519 -Passphrase $secret @aws -StorePath $store");
            foreach (var key in made.MustSucceed()) Console.WriteLine("made " + key.Properties["Name"].Value);
            module.Aws.Fleet.AddWindows("win", module.Aws.Fleet.FindKeyPair("isolated-rsa"));
            var password = module.Run("Get-EC2WindowsPassword win @aws -StorePath $store").Single();
            Console.WriteLine("password of " + password.Properties["InstanceId"].Value);
        }

        UseTheirs();
        string[] names = ["AWSSDK.Core", "AWSSDK.EC2", "BouncyCastle.Cryptography", "Renci.SshNet", "Ec2KeyPair", "Ec2KeyPair.Core", "Ec2KeyPair.Loader"];
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(assembly => names.Contains(assembly.GetName().Name)))
        {
            // AWSSDK.Core 4.x has AssemblyVersion 4.0.0.0 for ever, and BouncyCastle 2.x 2.0.0.0: only the file version tells them apart.
            var version = FileVersionInfo.GetVersionInfo(assembly.Location).FileVersion;
            Console.WriteLine($"{assembly.GetName().Name} {version} {AssemblyLoadContext.GetLoadContext(assembly)!.Name}");
        }
    }

    private static void UseTheirs()
    {
        var sdk = Assembly.Load("AWSSDK.Core");
        var keys = Activator.CreateInstance(sdk.GetType("Amazon.Runtime.BasicAWSCredentials", throwOnError: true)!, "access", "secret")!;
        var ssh = Assembly.Load("Renci.SshNet").GetType("Renci.SshNet.PasswordAuthenticationMethod", throwOnError: true)!;
        var castle = Assembly.Load("BouncyCastle.Cryptography").GetType("Org.BouncyCastle.StandIn", throwOnError: true)!;
        var answer = castle.GetMethod("Answer")!.Invoke(null, null);
        Console.WriteLine($"theirs {FileVersionInfo.GetVersionInfo(keys.GetType().Assembly.Location).FileVersion} {ssh.Assembly.GetName().Version} {answer}");
    }

    /// <summary>An assembly with BouncyCastle's name, an older version, and one method.</summary>
    private static string MakeBouncyCastle(string folder)
    {
        var name = new AssemblyName("BouncyCastle.Cryptography") { Version = new Version(2, 0, 0, 0) };
        var builder = new PersistedAssemblyBuilder(name, typeof(object).Assembly);
        var type = builder.DefineDynamicModule(name.Name!).DefineType("Org.BouncyCastle.StandIn", TypeAttributes.Public | TypeAttributes.Class);
        var code = type.DefineMethod("Answer", MethodAttributes.Public | MethodAttributes.Static, typeof(int), null).GetILGenerator();
        code.Emit(OpCodes.Ldc_I4, 42);
        code.Emit(OpCodes.Ret);
        type.CreateType();
        var path = Path.Combine(folder, "BouncyCastle.Cryptography.dll");
        builder.Save(path);
        return path;
    }
}
