// Reads deployment files as the tools that run them do, and prints what they come to as JSON:
//
//	render compose FILE...     one project, by the loader of docker compose
//	render kubernetes FOLDER   a list of objects, by kustomize
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func main() {
	out, err := render(os.Args[1], os.Args[2:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Stdout.Write(out)
}

func render(kind string, paths []string) ([]byte, error) {
	switch kind {
	case "compose":
		return compose(paths)
	case "kubernetes":
		return kubernetes(paths[0])
	}
	return nil, fmt.Errorf("no such kind: %s", kind)
}

func compose(files []string) ([]byte, error) {
	options, err := cli.NewProjectOptions(files, cli.WithName("cangqiong"),
		cli.WithInterpolation(true), cli.WithDefaultProfiles("*"))
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	return project.MarshalJSON()
}

func kubernetes(folder string) ([]byte, error) {
	objects, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		return nil, err
	}
	all := []map[string]any{}
	for _, object := range objects.Resources() {
		fields, err := object.Map()
		if err != nil {
			return nil, err
		}
		all = append(all, fields)
	}
	return json.Marshal(all)
}
